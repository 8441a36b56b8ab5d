// Globals and lists in an arena.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define in_arena __attribute__((address_space(1)))

char _license[] SEC("license") = "GPL";

struct {
  __uint(type, 33); // BPF_MAP_TYPE_ARENA
  __uint(map_flags, 1 << 10); // BPF_F_MMAPABLE
  __uint(max_entries, 16);
  enum { arena_address = 0x1ull << 44 } map_extra;
} arena SEC(".maps");

int in_arena counter = 3;
int in_arena other;

SEC("syscall")
int count(void *context) {
  // The map is named, so that the verifier knows the arena.
  void *volatile map = &arena;
  counter += 1 + other;
  return map ? counter : 0;
}
