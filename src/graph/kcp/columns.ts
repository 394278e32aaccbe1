/** Things of several heights that are set one below the other, and side by side where there is no room left. */
export interface Stack {
  readonly heights: readonly number[];
  /** Between two of them. */
  readonly gap: number;
}

/** Which of them begin a column when no column is higher than allowed. */
export function columnStarts({ heights, gap }: Stack, most: number): readonly number[] {
  const starts: number[] = [];
  let used = 0;
  heights.forEach((height, index) => {
    const begins = index === 0 || used + gap + height > most;
    if (begins) starts.push(index);
    used = begins ? height : used + gap + height;
  });
  return starts;
}

/** The same with a limit for the number of columns, which counts more than their height. */
export function columnsWithin(stack: Stack, most: number, columns: number): readonly number[] {
  const starts = columnStarts(stack, most);
  return starts.length <= columns ? starts : balancedColumns(stack, columns);
}

/** The height of the highest column. */
export function columnsHeight({ heights, gap }: Stack, starts: readonly number[]): number {
  return starts.reduce((most, start, column) => {
    const own = heights.slice(start, starts[column + 1]);
    return Math.max(
      most,
      own.reduce((sum, height) => sum + height + gap, -gap),
    );
  }, 0);
}

/** As many columns as allowed, none higher than it has to be. */
export function balancedColumns(stack: Stack, columns: number): readonly number[] {
  let [low, high] = [Math.max(0, ...stack.heights), columnsHeight(stack, [0])];
  while (high - low > 1) {
    const middle = (low + high) / 2;
    if (columnStarts(stack, middle).length <= columns) high = middle;
    else low = middle;
  }
  return columnStarts(stack, high);
}
