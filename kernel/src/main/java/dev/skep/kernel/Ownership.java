package dev.skep.kernel;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What is open, in the order in which it was made; closed in the opposite order. */
final class Ownership {
  private final Set<Resource> resources = new LinkedHashSet<>();
  private boolean closed;

  /**
   * Takes note of a new resource.
   *
   * @throws IllegalStateException when the owner is closed; the resource is closed then
   */
  <T extends Resource> T add(T resource) {
    synchronized (resources) {
      if (!closed) {
        resources.add(resource);
        return resource;
      }
    }
    resource.close();
    throw new IllegalStateException("the kernel engine is closed");
  }

  /** Forgets a resource that was closed by itself. */
  void remove(Resource resource) {
    synchronized (resources) {
      resources.remove(resource);
    }
  }

  /** The open resources of a kind that fit, oldest first. */
  <T extends Resource> List<T> find(Class<T> kind, Predicate<T> fits) {
    synchronized (resources) {
      return resources.stream()
          .flatMap(each -> kind.isInstance(each) ? Stream.of(kind.cast(each)) : Stream.empty())
          .filter(fits)
          .toList();
    }
  }

  /**
   * Throws when the owner is closed.
   *
   * @throws IllegalStateException when it is
   */
  void check() {
    synchronized (resources) {
      if (closed) {
        throw new IllegalStateException("the kernel engine is closed");
      }
    }
  }

  /** Closes all, youngest first. */
  void close() {
    List<Resource> open;
    synchronized (resources) {
      closed = true;
      open = new ArrayList<>(resources);
    }
    open.reversed().forEach(Resource::close);
  }
}
