package vethscope.engine.forward;

import vethscope.engine.packet.Arp;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;

/// A frame in one line, as tcpdump would say it.
record Sight(Frame frame) {

    @Override
    public String toString() {
        return switch (frame.content()) {
            case Arp arp ->
                arp.request()
                        ? "who has " + arp.targetIp() + ", tell " + arp.senderIp()
                        : arp.senderIp() + " is at " + arp.senderMac();
            case Packet packet -> packet.sourceText() + " → " + packet.destinationText();
        };
    }
}
