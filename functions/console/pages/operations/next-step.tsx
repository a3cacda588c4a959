/** Where to go from here: the commands that look closer, and the sections of the runbook that say what to do. */
import { Alert, Flex, Typography } from 'antd';
import { useText } from '../language';
import { written } from './commands';

const words = {
  title: { zh: '下一步', en: 'What next' },
  runbook: { zh: '运维手册', en: 'Runbook' },
};

export const Command = ({ command }: { command: string }) => (
  <Typography.Text code copyable style={{ overflowWrap: 'anywhere' }}>
    {written(command)}
  </Typography.Text>
);

interface NextStepProps {
  readonly advice: string;
  readonly commands: readonly string[];
  /** Headings of the runbook. */
  readonly sections: readonly string[];
}

export const NextStep = ({ advice, commands, sections }: NextStepProps) => {
  const t = useText();
  return (
    <Alert
      type="info"
      title={t(words.title)}
      description={
        <Flex vertical gap={4} align="start">
          <span>{advice}</span>
          {commands.map((command) => (
            <Command key={command} command={command} />
          ))}
          <span>
            {t(words.runbook)} <Typography.Text code>local/operations/RUNBOOK.md</Typography.Text>
            {`: ${sections.map((section) => `“${section}”`).join(', ')}`}
          </span>
        </Flex>
      }
    />
  );
};
