package vethscope.app.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import vethscope.engine.packet.Arp;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.model.address.Mac;

/// A step's packet as JSON. Of a tunnelled frame the inner one is the packet, and `outer` holds the tunnel's headers.
record PacketJson(JsonGenerator json) {

    void write(Frame frame) throws IOException {
        Payload.@Nullable Vxlan tunnel = frame.content() instanceof Packet packet ? packet.vxlan() : null;
        if (frame.content() instanceof Packet outer
                && outer.payload() instanceof Payload.Ipip ipip
                && !outer.laterFragment()) {
            inPacket(frame, outer, ipip.inner());
            return;
        }
        Frame shown = tunnel == null ? frame : tunnel.inner();
        json.writeStartObject();
        macs(shown);
        switch (shown.content()) {
            case Arp arp -> arp(arp);
            case Packet packet -> packet(packet);
        }
        if (tunnel != null && frame.content() instanceof Packet outer) {
            json.writeObjectFieldStart("outer");
            macs(frame);
            json.writeStringField("src", outer.sourceText());
            json.writeStringField("dst", outer.destinationText());
            json.writeNumberField("ttl", outer.ttl());
            json.writeNumberField("vni", tunnel.vni());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /// Of IP in IP the hardware addresses are the outer packet's: the inner one has none.
    private void inPacket(Frame frame, Packet outer, Packet inner) throws IOException {
        json.writeStartObject();
        macs(frame);
        packet(inner);
        json.writeObjectFieldStart("outer");
        macs(frame);
        json.writeStringField("src", outer.sourceText());
        json.writeStringField("dst", outer.destinationText());
        json.writeNumberField("ttl", outer.ttl());
        json.writeEndObject();
        json.writeEndObject();
    }

    /// Loopback has none.
    private void macs(Frame frame) throws IOException {
        boolean none = frame.source().equals(Mac.ZERO) && frame.destination().equals(Mac.ZERO);
        json.writeFieldName("smac");
        json.writeObject(none ? null : frame.source().toString());
        json.writeFieldName("dmac");
        json.writeObject(none ? null : frame.destination().toString());
    }

    private void arp(Arp arp) throws IOException {
        json.writeObjectFieldStart("arp");
        json.writeStringField("op", arp.request() ? "request" : "reply");
        json.writeStringField("senderIP", arp.senderIp().toString());
        json.writeStringField("senderMAC", arp.senderMac().toString());
        json.writeStringField("targetIP", arp.targetIp().toString());
        json.writeStringField("targetMAC", arp.targetMac().toString());
        json.writeEndObject();
    }

    private void packet(Packet packet) throws IOException {
        json.writeStringField("protocol", packet.protocol().lower());
        json.writeStringField("src", packet.sourceText());
        json.writeStringField("dst", packet.destinationText());
        json.writeNumberField("ttl", packet.ttl());
        json.writeNumberField("size", packet.length());
        if (packet.tos() != 0) {
            json.writeNumberField("tos", packet.tos());
        }
        switch (packet.payload()) {
            case Payload.Echo echo -> icmp(echo.type(packet.family()), 0, null);
            case Payload.Neighbour message -> neighbour(message);
            case Payload.IcmpError error -> icmp(error.type(), error.code(), error.quoted());
            case Payload.Tcp _, Payload.Udp _, Payload.Sctp _, Payload.Ipip _ -> {}
        }
    }

    private void neighbour(Payload.Neighbour message) throws IOException {
        json.writeObjectFieldStart("icmp");
        json.writeNumberField("type", message.type());
        json.writeNumberField("code", 0);
        json.writeStringField("target", message.target().toString());
        json.writeStringField("linkLayer", message.link().toString());
        json.writeEndObject();
    }

    private void icmp(int type, int code, @Nullable Packet quoted) throws IOException {
        json.writeObjectFieldStart("icmp");
        json.writeNumberField("type", type);
        json.writeNumberField("code", code);
        if (quoted != null) {
            json.writeObjectFieldStart("inner");
            packet(quoted);
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
