package dev.skep.verifier.rules;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.Linkage;
import dev.skep.spec.FunctionInfo;
import java.util.Optional;

/** What BTF says of the program's own functions. */
public record FunctionTypes(Subject subject) {

  /** The entry of the function that starts at an instruction. */
  public Optional<FunctionInfo> info(int index) {
    int slot = subject.code().slotOf(index);
    return subject.spec().functions().stream().filter(each -> each.slot() == slot).findFirst();
  }

  /** The BTF of the function that starts at an instruction. */
  Optional<BtfType.Function> function(int index) {
    Optional<Btf> types = subject.spec().types();
    return info(index)
        .filter(info -> types.isPresent() && info.typeId() != 0)
        .map(info -> types.get().type(info.typeId(), BtfType.Function.class));
  }

  /** The prototype of the function that starts at an instruction. */
  Optional<BtfType.FunctionPrototype> prototype(int index) {
    return function(index)
        .map(function ->
            subject
                .spec()
                .types()
                .orElseThrow()
                .type(function.typeId(), BtfType.FunctionPrototype.class));
  }

  /** Whether the function that starts at an instruction is verified on its own. */
  public boolean isGlobal(int index) {
    return function(index).filter(each -> each.linkage() == Linkage.GLOBAL).isPresent();
  }

  /** The name of the function that starts at an instruction, or "". */
  public String name(int index) {
    return info(index).map(FunctionInfo::name).orElse("");
  }
}
