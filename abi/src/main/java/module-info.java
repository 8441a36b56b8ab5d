/**
 * Linux's BPF constants as data: types, commands, flags, helpers, context layouts, error numbers.
 */
@org.jspecify.annotations.NullMarked
module dev.skep.abi {
  requires static org.jspecify;

  exports dev.skep.abi;
  exports dev.skep.abi.context;
  exports dev.skep.abi.flags;
  exports dev.skep.abi.kfunc;
  exports dev.skep.abi.maps;
}
