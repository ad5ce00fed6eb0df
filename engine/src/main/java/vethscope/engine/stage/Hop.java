package vethscope.engine.stage;

import org.jspecify.annotations.Nullable;
import vethscope.engine.packet.Frame;
import vethscope.engine.trace.Event;
import vethscope.engine.trace.Sentence;
import vethscope.engine.trace.Step;

/// A machine passed a packet on, which costs it one of its hops.
///
/// @param frame afterwards
/// @param ttl before
record Hop(Frame frame, int ttl) implements Event {

    @Override
    public String stage() {
        return "ttl";
    }

    @Override
    public @Nullable String iface() {
        return null;
    }

    @Override
    public Sentence text() {
        return Sentence.of("forward.ttl", ttl, ttl - 1);
    }

    @Override
    public Step.Rewrite rewrite() {
        return new Step.Rewrite("ttl", ttl, ttl - 1);
    }
}
