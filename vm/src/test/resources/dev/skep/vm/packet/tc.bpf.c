/* Programs of traffic control, sockets and control groups. */
#include "helpers.h"

#define TC_ACT_OK 0
#define TC_ACT_SHOT 2

/* Translates the source address and port of TCP and UDP over IPv4, checksums included. */
SEC("tc") int translate(struct __sk_buff *skb) {
  void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
  struct ethhdr *eth = data;
  struct iphdr *ip = (void *)(eth + 1);
  if ((void *)(ip + 1) > end || skb->protocol != swap16(ETH_P_IP) || ip->ihl != 5)
    return TC_ACT_OK;
  __u32 ip_offset = sizeof(*eth), l4 = ip_offset + sizeof(*ip);
  __u32 old = ip->saddr, fresh = swap32(0xc0a80001);
  __u8 protocol = ip->protocol;
  __u32 check = l4 + (protocol == IPPROTO_TCP ? 16 : 6);
  if (protocol != IPPROTO_TCP && protocol != IPPROTO_UDP) return TC_ACT_OK;
  __u16 port, fresh_port = swap16(4242);
  if (skb_load(skb, l4, &port, 2)) return TC_ACT_SHOT;
  __u64 zero = protocol == IPPROTO_UDP ? BPF_F_MARK_MANGLED_0 : 0;
  if (l4_csum_replace(skb, check, old, fresh, BPF_F_PSEUDO_HDR | zero | 4)) return TC_ACT_SHOT;
  if (l4_csum_replace(skb, check, port, fresh_port, zero | 2)) return TC_ACT_SHOT;
  if (l3_csum_replace(skb, ip_offset + 10, old, fresh, 4)) return TC_ACT_SHOT;
  if (skb_store(skb, ip_offset + 12, &fresh, 4, 0)) return TC_ACT_SHOT;
  if (skb_store(skb, l4, &fresh_port, 2, 0)) return TC_ACT_SHOT;
  skb->mark = skb->len;
  skb->cb[0] = skb->mark + 1;
  return redirect(1, BPF_F_INGRESS);
}

/* Writes through pointers: ages the packet, with the checksum by difference. */
SEC("tc") int age(struct __sk_buff *skb) {
  void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
  struct iphdr *ip = data + sizeof(struct ethhdr);
  if ((void *)(ip + 1) > end || skb->protocol != swap16(ETH_P_IP)) return TC_ACT_OK;
  if (ip->ttl <= 1) return TC_ACT_SHOT;
  __u32 before = *(__u32 *)&ip->ttl & 0xffff;
  ip->ttl--;
  __u32 after = *(__u32 *)&ip->ttl & 0xffff;
  __s64 difference = csum_diff(&before, 4, &after, 4, ~ip->check & 0xffff);
  ip->check = ~difference;
  skb->priority = ip->ttl;
  skb->tc_index = 0x12345;
  return skb->tc_index == 0x2345 ? TC_ACT_OK : TC_ACT_SHOT;
}

/* Tags the packet twice, takes one tag off; or opens room for a tunnel. */
SEC("tc") int tag(struct __sk_buff *skb) {
  if (skb->vlan_present) return TC_ACT_SHOT;
  skb_vlan_push(skb, swap16(ETH_P_8021AD), 100);
  skb_vlan_push(skb, swap16(ETH_P_8021Q), 7);
  long popped = skb_vlan_pop(skb);
  return popped ? TC_ACT_SHOT : (int)(skb->vlan_tci << 16 | skb->protocol);
}

SEC("tc") int tunnel(struct __sk_buff *skb) {
  struct iphdr outer = {.version = 4, .ihl = 5, .ttl = 3, .protocol = IPPROTO_IPIP};
  long ret = skb_adjust_room(skb, sizeof(outer), BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_ENCAP_L3_IPV4);
  if (ret) return ret;
  outer.tot_len = swap16((__u16)(skb->len - sizeof(struct ethhdr)));
  return skb_store(skb, sizeof(struct ethhdr), &outer, sizeof(outer), BPF_F_INVALIDATE_HASH);
}

/* How much of a packet a capture keeps, by LD_ABS. */
unsigned long long load_half(void *skb, unsigned long long offset) asm("llvm.bpf.load.half");
unsigned long long load_byte(void *skb, unsigned long long offset) asm("llvm.bpf.load.byte");

SEC("socket") int capture(struct __sk_buff *skb) {
  if (skb->protocol != swap16(ETH_P_IP)) return 0;
  __u64 length = (load_byte(skb, 0) & 15) * 4;
  if (load_byte(skb, 9) != IPPROTO_TCP) return skb->pkt_type;
  return load_half(skb, length + 2) + skb->len;
}

/* What a control group may send: nothing to 10.0.0.0/8, nothing that is marked. */
SEC("cgroup_skb/egress") int egress(struct __sk_buff *skb) {
  if (skb->mark) return 0;
  if (skb->family == 2) return (skb->remote_ip4 & 0xff) != 10;
  return skb->family == 10 ? skb->remote_ip6[0] != 0 : 1;
}

char licensed[] SEC("license") = "GPL";
