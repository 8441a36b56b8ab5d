package dev.skep.vm;

import dev.skep.abi.ProgramType;
import dev.skep.engine.AttachException;
import dev.skep.engine.AttachTarget;
import dev.skep.engine.HookOrder;
import dev.skep.engine.Link;
import dev.skep.engine.Program;
import dev.skep.vm.hook.HookPoint;
import dev.skep.vm.packet.PacketNetwork;
import dev.skep.vm.run.CpuSlots;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The hooks that the host has defined, by name. */
final class Hooks {
  private final VmEngine engine;
  private final CpuSlots slots;
  private final PacketNetwork network;
  private final Map<String, Hook> byName = new ConcurrentHashMap<>();

  /** What programs a hook takes, and where they are. */
  private record Hook(HookPoint point, Set<ProgramType> types) {}

  Hooks(VmEngine engine, CpuSlots slots, PacketNetwork network) {
    this.engine = engine;
    this.slots = slots;
    this.network = network;
  }

  PacketHook packetHook(String name, PacketHook.Kind kind) {
    PacketHook hook = new PacketHook(name, kind, slots, network);
    define(name, new Hook(hook.point(), kind.types));
    return hook;
  }

  HostHook hostHook(String name, ProgramType type, int contextBytes, boolean writable) {
    if (contextBytes < 0) {
      throw new IllegalArgumentException("contextBytes=" + contextBytes + ", at least 0");
    }
    HostHook hook = new HostHook(name, type, contextBytes, writable, slots);
    define(name, new Hook(hook.point(), Set.of(type)));
    return hook;
  }

  private void define(String name, Hook hook) {
    if (byName.putIfAbsent(name, hook) != null) {
      throw new IllegalArgumentException("hook \"" + name + "\" is defined already");
    }
  }

  private Hook find(AttachTarget.Hook target) {
    Hook hook = byName.get(target.name());
    if (hook == null) {
      throw new AttachException(
          target + ": no such hook; the host defines it with packetHook or hostHook");
    }
    return hook;
  }

  /** A program of this engine that fits a hook. */
  VmProgram checked(Program program, AttachTarget.Hook target) {
    if (!(program instanceof VmProgram own) || own.engine() != engine) {
      throw new AttachException(target + ": the program is not of this engine");
    }
    Set<ProgramType> types = find(target).types();
    if (!types.contains(own.spec().type())) {
      throw new AttachException(
          "%s: %s has type %s, expected %s"
              .formatted(
                  target,
                  own,
                  own.spec().type().label(),
                  String.join(" or ", types.stream().map(ProgramType::label).sorted().toList())));
    }
    return own;
  }

  HookLink attach(Program program, AttachTarget.Hook target) {
    VmProgram own = checked(program, target);
    HookPoint point = find(target).point();
    HookPoint.Attached place =
        switch (target.order()) {
          case HookOrder.Priority(int value) -> point.add(own.entry(), value);
          case HookOrder.Before(Link link) ->
              point.add(own.entry(), other(target, point, link).place(), 0);
          case HookOrder.After(Link link) ->
              point.add(own.entry(), other(target, point, link).place(), 1);
        };
    return new HookLink(this, target, point, place, own);
  }

  private static HookLink other(AttachTarget.Hook target, HookPoint point, Link link) {
    if (link instanceof HookLink other && other.point() == point) {
      return other;
    }
    throw new AttachException(target + ": the link to be next to is not of this hook");
  }
}
