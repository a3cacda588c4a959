/**
 * The field for the start of a name. What is typed is looked for once the typing rests; the letters stay the typist's,
 * however late the answer, and one typing is one step back.
 */
import { SearchOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { type CompositionEvent, useEffect, useRef, useState } from 'react';
import { useLocation, useNavigationType } from 'react-router';

const REST_MS = 300;

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  /** `more` where this typing was taken before: it goes on, and is no new step. */
  readonly onSearch: (text: string, more: boolean) => void;
}

export const SearchField = ({ label, value, onSearch }: SearchFieldProps) => {
  /** What is being typed; undefined while nobody types. */
  const [draft, setDraft] = useState<string>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const taken = useRef<string>(undefined);
  const { key } = useLocation();
  const kind = useNavigationType();

  const take = (text: string) => {
    clearTimeout(timer.current);
    if (text === (taken.current ?? value)) return;
    onSearch(text, taken.current !== undefined);
    taken.current = text;
  };
  const latestTake = useRef(take);
  useEffect(() => {
    latestTake.current = take;
  });
  const rest = () => {
    clearTimeout(timer.current);
    taken.current = undefined;
    setDraft(undefined);
  };
  const write = (text: string, composing: boolean) => {
    setDraft(text);
    clearTimeout(timer.current);
    // Half a Chinese word is Latin letters, and starts no name.
    if (!composing) timer.current = setTimeout(() => latestTake.current(text), REST_MS);
  };
  const finish = () => {
    if (draft !== undefined) take(draft);
    rest();
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  // Whoever goes back wants what stood there, not what was being typed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is what it follows
  useEffect(() => {
    if (kind === 'POP') rest();
  }, [key]);

  return (
    <Input
      type="search"
      aria-label={label}
      placeholder={label}
      prefix={<SearchOutlined />}
      allowClear
      maxLength={256}
      autoComplete="off"
      spellCheck={false}
      value={draft ?? value}
      onChange={({ target, nativeEvent }) => write(target.value, (nativeEvent as InputEvent).isComposing)}
      onCompositionEnd={({ currentTarget }: CompositionEvent<HTMLInputElement>) => write(currentTarget.value, false)}
      onPressEnter={() => draft !== undefined && take(draft)}
      onBlur={finish}
    />
  );
};
