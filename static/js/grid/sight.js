// Cells in a frame whose heads stay where they are: brought into sight from under them, and framed as a block.

export function bringIntoSight(frame, { top, left, width, height }, { above, before, below = 0 }) {
  if (top - above < frame.scrollTop) frame.scrollTop = top - above;
  else if (top + height + below > frame.scrollTop + frame.clientHeight) frame.scrollTop = top + height + below - frame.clientHeight;
  if (left - before < frame.scrollLeft) frame.scrollLeft = left - before;
  else if (left + width > frame.scrollLeft + frame.clientWidth) frame.scrollLeft = left + width - frame.clientWidth;
}

export function frameBlock(table, { top, bottom, left, right }, single) {
  const [from, to] = [table.place(top, left), table.place(bottom, right)];
  table.block.hidden = single;
  Object.assign(table.block.style, {
    top: `${from.top}px`,
    left: `${from.left}px`,
    width: `${to.left + to.width - from.left}px`,
    height: `${to.top + to.height - from.top}px`,
  });
}
