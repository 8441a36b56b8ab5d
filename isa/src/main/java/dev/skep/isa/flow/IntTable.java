package dev.skep.isa.flow;

/**
 * Rows of numbers, packed: row {@code r} is {@code values[starts[r]] … values[starts[r + 1] - 1]}.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never leaves the package
record IntTable(int[] starts, int[] values) {

  int count(int row) {
    return starts[row + 1] - starts[row];
  }

  int get(int row, int column) {
    int at = starts[row] + column;
    if (column < 0 || at >= starts[row + 1]) {
      throw new IndexOutOfBoundsException("column=" + column + " of " + count(row));
    }
    return values[at];
  }

  /** For each value the rows that have it, in order. */
  IntTable transposed() {
    int rows = starts.length - 1;
    int[] inverse = new int[rows + 1];
    for (int value : values) {
      inverse[value + 1]++;
    }
    for (int i = 0; i < rows; i++) {
      inverse[i + 1] += inverse[i];
    }
    int[] next = inverse.clone();
    int[] from = new int[values.length];
    for (int row = 0; row < rows; row++) {
      for (int at = starts[row]; at < starts[row + 1]; at++) {
        from[next[values[at]]++] = row;
      }
    }
    return new IntTable(inverse, from);
  }
}
