/** Ends the session. The page is then loaded anew: nothing that was shown of the account stays in the tab's memory. */
import { useMutation } from '@tanstack/react-query';
import { App } from 'antd';
import { ask, isRefusal, Refused } from '../api';
import { useText } from '../language';
import { furtherDraft } from '../workspaces/further-draft';

const noConnection = {
  zh: '未能退出登录：无法连接服务器，请检查网络后重试。',
  en: 'You are still logged in, for the server cannot be reached: please check your connection and try again.',
};

export const useLogOut = () => {
  const t = useText();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: async () => {
      try {
        await ask('DELETE /api/sessions', {});
      } catch (fault) {
        // Whoever is no longer signed in has what was wanted.
        if (!isRefusal(fault, 'not-signed-in')) throw fault;
      }
    },
    onSuccess: () => {
      furtherDraft.forget();
      window.location.assign('/log-in');
    },
    onError: (fault) => message.error(fault instanceof Refused ? fault.problem.detail : t(noConnection)),
  });
};
