package vethscope.engine.replay;

import vethscope.engine.forward.Flow;

/// A probe as the network sees it: a flow to send, or the reason why there is none.
public sealed interface Resolution {

    record Ready(Flow flow) implements Resolution {}

    record Refused(Refusal why) implements Resolution {}
}
