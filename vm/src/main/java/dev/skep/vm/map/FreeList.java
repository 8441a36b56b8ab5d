package dev.skep.vm.map;

/** The numbers of unused elements; the one given back last is taken first. */
final class FreeList {
  private final SpinLock lock = new SpinLock(1);
  private final int[] stack;
  private int top;

  /** The numbers below {@code size}, all unused; 0 is taken first. */
  FreeList(int size) {
    stack = new int[size];
    for (int i = 0; i < size; i++) {
      stack[i] = size - 1 - i;
    }
    top = size;
  }

  /** A number; −1 when all are in use. */
  int pop() {
    lock.lock(0);
    int taken = top == 0 ? -1 : stack[--top];
    lock.unlock(0);
    return taken;
  }

  void push(int number) {
    lock.lock(0);
    stack[top++] = number;
    lock.unlock(0);
  }
}
