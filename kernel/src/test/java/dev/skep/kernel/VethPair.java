package dev.skep.kernel;

import dev.skep.testkit.Requires;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;

/** Two network interfaces of this test alone: what is sent into the one comes out of the other. */
final class VethPair implements AutoCloseable {
  private final String name;

  private VethPair(String name) {
    this.name = name;
  }

  static VethPair create() throws Exception {
    Requires.tool("ip");
    VethPair pair = new VethPair("sk" + ProcessHandle.current().pid());
    Tool.run("ip", "link", "add", pair.name(), "type", "veth", "peer", "name", pair.peer());
    Tool.run("ip", "addr", "add", "192.0.2.1/30", "dev", pair.name());
    Tool.run("ip", "link", "set", pair.name(), "up");
    Tool.run("ip", "link", "set", pair.peer(), "up");
    String neighbour = "02:00:00:00:00:01";
    Tool.run("ip", "neigh", "add", "192.0.2.2", "lladdr", neighbour, "dev", pair.name());
    return pair;
  }

  String name() {
    return name;
  }

  String peer() {
    return name + "p";
  }

  /** Sends a datagram to the peer. */
  void send() throws Exception {
    try (DatagramSocket socket = new DatagramSocket()) {
      InetAddress address = InetAddress.ofLiteral("192.0.2.2");
      socket.send(new DatagramPacket(new byte[100], 100, address, 9));
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Tool.run("ip", "link", "del", name);
    } catch (Exception e) {
      throw new IOException("cannot delete " + name, e);
    }
  }
}
