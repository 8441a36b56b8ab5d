/* XDP programs as people write them: a firewall, an encapsulation, a reply, metadata. */
#include "helpers.h"

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 256);
  __type(key, __u32);
  __type(value, __u64);
} sources SEC(".maps");

INLINE __u16 fold(__u64 sum) {
  sum = (sum & 0xffff) + (sum >> 16);
  sum = (sum & 0xffff) + (sum >> 16);
  return ~((sum & 0xffff) + (sum >> 16));
}

/* Drops TCP to port 23 and UDP from port 53; counts the packets of each IPv4 source. */
SEC("xdp") int firewall(struct xdp_md *ctx) {
  void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
  struct ethhdr *eth = data;
  if ((void *)(eth + 1) > end) return XDP_ABORTED;
  __u16 proto = eth->h_proto;
  void *next = eth + 1;
  if (proto == swap16(ETH_P_8021Q) || proto == swap16(ETH_P_8021AD)) {
    __u16 *tag = next;
    if ((void *)(tag + 2) > end) return XDP_ABORTED;
    proto = tag[1];
    next = tag + 2;
  }
  __u8 protocol;
  if (proto == swap16(ETH_P_IP)) {
    struct iphdr *ip = next;
    if ((void *)(ip + 1) > end) return XDP_DROP;
    if (ip->ihl < 5) return XDP_DROP;
    __u32 source = ip->saddr;
    __u64 one = 1, *count = map_lookup(&sources, &source);
    if (count)
      __sync_fetch_and_add(count, 1);
    else
      map_update(&sources, &source, &one, BPF_ANY);
    if (ip->frag_off & swap16(0x1fff)) return XDP_PASS;
    protocol = ip->protocol;
    next += ip->ihl * 4;
  } else if (proto == swap16(ETH_P_IPV6)) {
    struct ipv6hdr *ip = next;
    if ((void *)(ip + 1) > end) return XDP_DROP;
    protocol = ip->nexthdr;
    next = ip + 1;
  } else {
    return XDP_PASS;
  }
  if (protocol == IPPROTO_TCP) {
    struct tcphdr *tcp = next;
    if ((void *)(tcp + 1) > end) return XDP_DROP;
    return tcp->dest == swap16(23) ? XDP_DROP : XDP_PASS;
  }
  if (protocol == IPPROTO_UDP) {
    struct udphdr *udp = next;
    if ((void *)(udp + 1) > end) return XDP_DROP;
    return udp->source == swap16(53) ? XDP_DROP : XDP_TX;
  }
  return XDP_PASS;
}

/* Puts an IPv4 header in front of the packet, with its checksum. */
SEC("xdp") int encapsulate(struct xdp_md *ctx) {
  if (xdp_adjust_head(ctx, -(int)sizeof(struct iphdr))) return XDP_ABORTED;
  void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
  struct ethhdr *eth = data, *old = data + sizeof(struct iphdr);
  struct iphdr *ip = (void *)(eth + 1);
  if ((void *)(old + 1) > end || (void *)(ip + 1) > end) return XDP_ABORTED;
  __builtin_memmove(eth, old, 12);
  eth->h_proto = swap16(ETH_P_IP);
  __builtin_memset(ip, 0, sizeof(*ip));
  ip->version = 4;
  ip->ihl = 5;
  ip->ttl = 64;
  ip->protocol = IPPROTO_IPIP;
  ip->tot_len = swap16((__u16)(end - data - sizeof(*eth)));
  ip->saddr = swap32(0x0a000001);
  ip->daddr = swap32(0x0a000002);
  __u64 sum = 0;
  __u16 *words = (void *)ip;
  for (int i = 0; i < 10; i++) sum += words[i];
  ip->check = fold(sum);
  return XDP_TX;
}

/* Answers: swaps addresses, cuts or grows the packet to 60 bytes. */
SEC("xdp") int reply(struct xdp_md *ctx) {
  void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
  struct ethhdr *eth = data;
  if ((void *)(eth + 1) > end) return XDP_DROP;
  __u8 saved[6];
  __builtin_memcpy(saved, eth->h_dest, 6);
  __builtin_memcpy(eth->h_dest, eth->h_source, 6);
  __builtin_memcpy(eth->h_source, saved, 6);
  int length = end - data;
  if (xdp_adjust_tail(ctx, 60 - length)) return XDP_ABORTED;
  return ctx->data_end - ctx->data == 60 ? XDP_TX : XDP_DROP;
}

/* Writes the interface and the queue into metadata, and reads them back. */
SEC("xdp") int mark(struct xdp_md *ctx) {
  if (xdp_adjust_meta(ctx, -8)) return XDP_ABORTED;
  void *data = (void *)(long)ctx->data;
  __u32 *meta = (void *)(long)ctx->data_meta;
  if ((void *)(meta + 2) > data) return XDP_ABORTED;
  meta[0] = ctx->ingress_ifindex;
  meta[1] = ctx->rx_queue_index + 0x5ca1ab1e;
  return redirect(1, meta[1] & 1);
}

/* The Internet checksum over up to 128 words of the packet. */
SEC("xdp") int checksum(struct xdp_md *ctx) {
  void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
  __u64 sum = 0;
  __u16 *word = data;
  for (int i = 0; i < 128; i++, word++) {
    if ((void *)(word + 1) > end) break;
    sum += *word;
  }
  return fold(sum);
}

char licensed[] SEC("license") = "GPL";
