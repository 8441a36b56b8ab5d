// What a loader resolves by itself: maps, globals, functions, externs.
#include <linux/bpf.h>
#include <stdbool.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "Dual BSD/GPL";
__u32 _version SEC("version") = 1;

struct pair {
  int a;
  long b;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 16);
  __type(key, int);
  __type(value, struct pair);
  __uint(map_flags, BPF_F_NO_PREALLOC);
} pairs SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 4);
  __uint(key_size, 4);
  __uint(value_size, 8);
  __uint(pinning, LIBBPF_PIN_BY_NAME);
} shared SEC(".maps");

struct inner_map {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 2);
  __type(key, int);
  __type(value, long);
} inner_one SEC(".maps"), inner_two SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
  __uint(max_entries, 3);
  __type(key, int);
  __array(values, struct inner_map);
} outer SEC(".maps") = {
    .values = {&inner_one, 0, &inner_two},
};

int tail_target(void *context);

struct {
  __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
  __uint(max_entries, 2);
  __uint(key_size, 4);
  __array(values, int(void *));
} jumps SEC(".maps") = {
    .values = {[1] = (void *)&tail_target},
};

struct {
  __uint(type, BPF_MAP_TYPE_BLOOM_FILTER);
  __uint(max_entries, 100);
  __uint(map_extra, 5);
  __type(value, int);
} bloom SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4096);
} events SEC(".maps");

int in_bss;
static int static_in_bss;
int in_data = 5;
const volatile int in_rodata = 6;
static const volatile int static_in_rodata = 7;
int in_custom SEC(".data.custom") = 8;
const volatile int in_custom_rodata SEC(".rodata.custom") = 9;
long in_custom_bss SEC(".bss.custom");
int hidden_data SEC(".data.hidden") __attribute__((visibility("hidden"))) = 1;

extern int LINUX_KERNEL_VERSION __kconfig;
extern bool CONFIG_BPF __kconfig;
extern int CONFIG_HZ __kconfig __weak;
extern char CONFIG_LOCALVERSION[20] __kconfig __weak;
extern const void schedule __ksym;
extern const int runqueues __ksym;
extern const int no_such_variable __ksym __weak;
extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;
extern int no_such_function(int value) __ksym __weak;

static __noinline int leaf(int value) {
  return value + static_in_bss;
}

__noinline int unused(int value) {
  return value + 1;
}

__noinline int middle(int value) {
  return leaf(value) + in_data;
}

__hidden __noinline int hidden(int value) {
  return middle(value) * 2;
}

static long step(__u32 index, void *context) {
  *(long *)context += leaf(index);
  return 0;
}

SEC("socket")
int tail_target(void *context) {
  return leaf(3);
}

SEC("raw_tp/sys_enter")
int calls(void *context) {
  long sum = hidden(1) + leaf(2);
  bpf_loop(3, step, &sum, 0);
  bpf_loop(2, step, &sum, 0);
  return sum;
}

SEC("raw_tp/sys_exit")
int globals(void *context) {
  in_bss += in_data + in_rodata + static_in_rodata + in_custom + in_custom_rodata + hidden_data;
  in_custom_bss += static_in_bss++;
  return 0;
}

SEC("tracepoint/syscalls/sys_enter_getpid")
int maps(void *context) {
  int key = 1;
  struct pair pair = {.a = 1, .b = 2};
  bpf_map_update_elem(&pairs, &key, &pair, BPF_ANY);
  bpf_map_lookup_elem(&shared, &key);
  bpf_map_push_elem(&bloom, &key, 0);
  void *map = bpf_map_lookup_elem(&outer, &key);
  if (map)
    bpf_map_lookup_elem(map, &key);
  bpf_ringbuf_output(&events, &key, sizeof(key), 0);
  return 0;
}

SEC("socket")
int tail_calls(void *context) {
  bpf_tail_call(context, &jumps, 1);
  return 0;
}

SEC("?tp_btf/sys_enter")
int externs(void *context) {
  bpf_rcu_read_lock();
  in_bss = LINUX_KERNEL_VERSION + CONFIG_BPF + CONFIG_HZ + CONFIG_LOCALVERSION[0];
  in_custom_bss = (long)&schedule;
  if (&no_such_variable)
    in_bss += no_such_variable;
  if (no_such_function)
    in_bss += no_such_function(4);
  bpf_rcu_read_unlock();
  return 0;
}

SEC("?tp_btf/sys_exit")
int typed_variable(void *context) {
  in_custom_bss += (long)&runqueues;
  return 0;
}

SEC("custom_hook")
int unknown_section(void *context) {
  return 0;
}
