package vethscope.engine.forward;

import org.jspecify.annotations.Nullable;
import vethscope.engine.packet.Frame;
import vethscope.engine.trace.Entry;
import vethscope.engine.trace.Event;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;
import vethscope.engine.trace.Step;

/// A packet ends.
///
/// @param entry what decided it; null: that there was nothing
/// @param last the step before it on the same machine
record Lost(
        @Nullable String iface,
        Frame frame,
        Reason reason,
        Sentence text,
        @Nullable Entry entry,
        @Nullable Step last) implements Event {

    @Override
    public String stage() {
        return "drop";
    }
}
