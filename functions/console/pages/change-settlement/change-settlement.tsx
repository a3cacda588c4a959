/** The dialog that changes how a workspace is paid. What stands in it is loaded when it is opened first. */
import { Modal, Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import { useText } from '../language';
import { changeSettlement } from '../workspaces/words';
import type { ChangeFormProps } from './change-form';

const ChangeForm = lazy(async () => ({ default: (await import('./change-form')).ChangeForm }));

export const ChangeSettlement = (given: ChangeFormProps) => {
  const t = useText();
  return (
    <Modal
      title={t(changeSettlement)}
      open={given.open}
      onCancel={given.onClose}
      footer={null}
      width={600}
      mask={{ closable: false }}
      destroyOnHidden
    >
      <Suspense fallback={<Skeleton active />}>
        <ChangeForm {...given} />
      </Suspense>
    </Modal>
  );
};
