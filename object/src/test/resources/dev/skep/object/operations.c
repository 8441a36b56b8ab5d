// A congestion control that does next to nothing.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

struct sock;

struct tcp_congestion_ops {
  __u32 (*ssthresh)(struct sock *sk);
  void (*cong_avoid)(struct sock *sk, __u32 ack, __u32 acked);
  __u32 (*undo_cwnd)(struct sock *sk);
  char name[16];
};

SEC("struct_ops/ssthresh")
__u32 threshold(__u64 *arguments) {
  return 2;
}

SEC("struct_ops/avoid")
void avoid(__u64 *arguments) {}

SEC("struct_ops/undo")
__u32 undo(__u64 *arguments) {
  return 10;
}

SEC(".struct_ops")
struct tcp_congestion_ops congestion = {
    .ssthresh = (void *)threshold,
    .cong_avoid = (void *)avoid,
    .undo_cwnd = (void *)undo,
    .name = "skep_test",
};
