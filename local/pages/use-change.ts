/**
 * A change to the simulated cloud: sent once, however often it is asked for until it is answered, and never again by itself.
 * Whatever it was, all that is shown may be another thing afterwards and is read anew.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';

interface Change<Wanted, Answer> {
  readonly send: (wanted: Wanted) => Promise<Answer>;
  readonly onAnswer?: (answer: Answer) => void;
}

export const useChange = <Answer, Wanted = void>({ send, onAnswer }: Change<Wanted, Answer>) => {
  const queries = useQueryClient();
  const underWay = useRef(false);
  const { mutate, isPending, error, data, reset } = useMutation({
    mutationFn: send,
    onSuccess: (answer) => onAnswer?.(answer),
    onSettled: () => {
      underWay.current = false;
      void queries.invalidateQueries();
    },
  });
  return {
    send: (wanted: Wanted) => {
      if (underWay.current) return;
      underWay.current = true;
      mutate(wanted);
    },
    isPending,
    fault: error,
    answer: data,
    reset,
  };
};
