/** A link that looks like a button: it leads to another page of ours without loading it anew. */
import { Button, type ButtonProps } from 'antd';
import { type To, useHref, useLinkClickHandler } from 'react-router';

type LinkButtonProps = Pick<ButtonProps, 'type' | 'size' | 'icon' | 'block' | 'children'> & {
  readonly to: To;
};

export const LinkButton = ({ to, ...looks }: LinkButtonProps) => {
  const follow = useLinkClickHandler<HTMLElement>(to);
  return (
    <Button
      {...looks}
      href={useHref(to)}
      onClick={(event) => follow(event as React.MouseEvent<HTMLAnchorElement & HTMLElement>)}
    />
  );
};
