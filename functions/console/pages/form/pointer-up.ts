/**
 * A field that is left by a click is looked at once the button is up: a fault that appeared earlier would move what is clicked
 * away from under the pointer, and nothing would be clicked.
 */
import type { FocusEvent } from 'react';

let isDown = false;
const become = (next: boolean) => () => {
  isDown = next;
};
window.addEventListener('pointerdown', become(true), true);
window.addEventListener('pointerup', become(false), true);
window.addEventListener('pointercancel', become(false), true);

/** A form's `onBlurCapture`: while the button is down, its fields hear nothing; they are told afterwards. */
export const leaveOncePointerIsUp = (event: FocusEvent): void => {
  if (!isDown) return;
  event.stopPropagation();
  const { target } = event;
  const leave = () => {
    if (target !== document.activeElement) target.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
  };
  // Behind the click, which follows at once.
  const wait = () => setTimeout(leave);
  window.addEventListener('pointerup', wait, { once: true });
};
