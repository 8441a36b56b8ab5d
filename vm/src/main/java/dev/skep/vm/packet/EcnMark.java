package dev.skep.vm.packet;

/**
 * Explicit congestion notification in an IP header: {@code INET_ECN_set_ce} of net/inet_ecn.h, RFC
 * 3168.
 */
public final class EcnMark {
  private static final int CONGESTION = 3;
  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;

  private EcnMark() {}

  /** Marks congestion where the packet's sender can take it; 1 when the packet is marked then. */
  public static int set(SkbContext packet) {
    PacketBuffer buffer = packet.buffer;
    int header = packet.networkHeader;
    int room = Math.min(packet.length(), buffer.end - header);
    return switch (packet.protocolBehindTags()) {
      case EtherType.IPV4 -> room < IPV4_HEADER ? 0 : ipv4(buffer, header);
      case EtherType.IPV6 -> room < IPV6_HEADER ? 0 : ipv6(buffer, header);
      default -> 0;
    };
  }

  private static int ipv4(PacketBuffer buffer, int header) {
    int fields = buffer.unsignedShort(header);
    int mark = fields & CONGESTION;
    if (mark == 0 || mark == CONGESTION) {
      return mark == 0 ? 0 : 1;
    }
    int checksum = buffer.unsignedShort(header + 10);
    int marked = fields | CONGESTION;
    buffer.shortTo(header, marked);
    buffer.shortTo(header + 10, InternetChecksum.replaceShort(checksum, fields, marked));
    return 1;
  }

  private static int ipv6(PacketBuffer buffer, int header) {
    int fields = buffer.unsignedShort(header);
    if ((fields >>> 4 & CONGESTION) == 0) {
      return 0;
    }
    buffer.shortTo(header, fields | CONGESTION << 4);
    return 1;
  }
}
