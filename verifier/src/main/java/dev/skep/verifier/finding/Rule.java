package dev.skep.verifier.finding;

/** The rules that a program can break, each with what usually mends it. */
public enum Rule {
  PROGRAM_SIZE("Split the program with tail calls, or move work into loops."),
  ENCODING("Compile for the BPF target; hand-written code must leave reserved fields zero."),
  UNREACHABLE_CODE("Remove the code that no path reaches."),
  FALL_THROUGH("End every function with exit or an unconditional jump."),
  JUMP_TARGET("Jump only to instructions of the same function."),
  BACK_EDGE("Unroll the loop: unprivileged programs may not jump back."),
  INFINITE_LOOP("Let something that the exit condition tests change on every iteration."),
  COMPLEXITY("Make the loops shorter, use bpf_loop(), or split the program."),
  CALL_DEPTH("Nest at most eight functions; recursion is not possible."),
  STACK_DEPTH("Move large local variables into a map, for example a per-CPU array of one entry."),
  UNINITIALISED_REGISTER("Give the variable a value on every path to here."),
  UNINITIALISED_STACK("Initialise every byte, padding included, for example by = {0}."),
  STACK_BOUNDS("Stay within the variable: the stack is 512 bytes below the frame pointer."),
  FRAME_POINTER("Copy the frame pointer and change the copy."),
  POINTER_ARITHMETIC("Add only bounded numbers to pointers, with 64-bit arithmetic."),
  POINTER_LEAK("Unprivileged programs may not show addresses to user space."),
  NULL_CHECK("Test the pointer against NULL first, and use it only where it is not."),
  INVALID_POINTER("Use a pointer of the kind that is expected; a number cannot be followed."),
  PACKET_BOUNDS("Compare the pointer plus the size with data_end first, on every path to here."),
  MAP_VALUE_BOUNDS("Bound the index before it is used: if (i >= size) return 0;"),
  MEMORY_BOUNDS("Bound the offset before it is used."),
  CONTEXT_ACCESS("Read only the fields, at the sizes, that this program type has."),
  READ_ONLY("Write to memory of the program's own instead."),
  WRITE_ONLY("Read from a map that programs may read."),
  ALIGNMENT("Access the field at a multiple of its size."),
  HELPER_UNKNOWN("Use a helper of this kernel."),
  HELPER_UNAVAILABLE("Use a helper that this program type may call."),
  LICENSE("Declare a GPL-compatible license: char _license[] SEC(\"license\") = \"GPL\";"),
  SLEEPABLE("Call it from a sleepable program, outside of locks and RCU sections."),
  HELPER_ARGUMENT("Pass what the helper's description asks for."),
  ARGUMENT_SIZE("Bound the size before the call, and keep it above zero."),
  MAP_HELPER("Use the helpers that belong to this type of map."),
  REFERENCE_LEAK("Release the reference on every path, also on error paths."),
  REFERENCE_RELEASE("Release only what was acquired, once, and with the pointer as it was given."),
  LOCK("Take one lock, call nothing within, and release the same one on every path."),
  RCU_SECTION("Close every section that was opened, on every path."),
  KFUNC("Call a kernel function that this kernel lets this program type call."),
  KFUNC_ARGUMENT("Pass what the kernel function's prototype asks for."),
  DYNPTR("Initialise the dynptr before its use, once, and do not touch its bytes."),
  ITERATOR("Create, drain and destroy the iterator in this order."),
  TYPED_ACCESS("Read a field of the structure, at its size."),
  RETURN_VALUE("Return a value that the program type allows."),
  TAIL_CALL("Call the tail call helper outside of locks and with nothing held."),
  SUBPROGRAM_ARGUMENT("Pass what the function's declaration asks for."),
  CALLBACK("Pass a static function of the expected shape."),
  ATOMIC("Use atomic operations on stack, map values, or plain memory only."),
  MAP_ACCESS("Use a map that exists, in the way its type allows."),
  TYPE_INFORMATION("Compile with -g, so that the object has BTF."),
  PROGRAM_TYPE("Load the program with the type and attach type that it is written for."),
  ARENA("Use one arena map, and cast pointers to its address space."),
  PACKET_LOAD("Keep the context in R6 and hold no references when loading from the packet.");

  private final String hint;

  Rule(String hint) {
    this.hint = hint;
  }

  /** What usually mends it. */
  public String hint() {
    return hint;
  }
}
