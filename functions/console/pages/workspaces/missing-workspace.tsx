/** The page of a workspace that there is not, or that is another's. Loaded when it is shown: few ever see it. */
import { Result } from 'antd';
import { useText } from '../language';
import { LinkButton } from '../link-button';
import { Page } from '../shell/page';
import { workspaceManagement } from '../shell/words';

const words = {
  missing: { zh: '工作空间不存在', en: 'There is no such workspace' },
  lookForIt: {
    zh: '请核对地址，或在工作空间管理中查找。',
    en: 'Please check the address, or look for it in Workspace management.',
  },
};

export const MissingWorkspace = () => {
  const t = useText();
  return (
    <Page title={t(words.missing)}>
      <Result
        status="404"
        subTitle={t(words.lookForIt)}
        extra={
          <LinkButton to="/workspaces" type="primary">
            {t(workspaceManagement)}
          </LinkButton>
        }
      />
    </Page>
  );
};
