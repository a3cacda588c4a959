/** Where to go from here: the commands that look closer, and the sections of the runbook that say what to do. */
import { Alert, Flex, Typography } from 'antd';
import { useText } from '../language';
import { type Next, RUNBOOK, written } from './next-steps';

const words = {
  title: { zh: '下一步', en: 'What next' },
  runbook: { zh: '运维手册', en: 'Runbook' },
};

export const Command = ({ command }: { command: string }) => (
  <Typography.Text code copyable style={{ overflowWrap: 'anywhere' }}>
    {written(command, window.location.hostname)}
  </Typography.Text>
);

export const NextStep = ({ advice, next: { commands, sections } }: { advice: string; next: Next }) => {
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
            {t(words.runbook)} <Typography.Text code>{RUNBOOK}</Typography.Text>
            {`: ${sections.map((section) => `“${section}”`).join(', ')}`}
          </span>
        </Flex>
      }
    />
  );
};
