package vethscope.engine.stage;

import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Socket;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.trace.Entry;
import vethscope.engine.trace.Event;
import vethscope.engine.trace.Sentence;
import vethscope.model.element.Container;

/// A server's socket took a packet.
///
/// @param frame around an IP packet
record Delivered(Frame frame, Socket socket) implements Event {

    @Override
    public String stage() {
        return "deliver";
    }

    @Override
    public @Nullable String iface() {
        return null;
    }

    @Override
    public Sentence text() {
        String key = socket.reply() == Container.Reply.SILENT ? "deliver.silent" : "deliver.socket";
        Packet packet = (Packet) frame.content();
        return Sentence.of(key, socket.container(), packet.to(), packet.from());
    }

    @Override
    public Entry entry() {
        return new Entries.OfSockets(socket);
    }
}
