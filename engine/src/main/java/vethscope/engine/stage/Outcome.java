package vethscope.engine.stage;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.engine.trace.Entry;
import vethscope.engine.trace.Event;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;

/// What a stage decided; every outcome says why by its steps, of which there may be none where nothing is worth
/// telling.
public sealed interface Outcome {

    /// The packet is no business of the stage.
    Outcome UNTOUCHED = new Untouched();

    List<? extends Event> steps();

    /// On to the next stage as it came, with nothing to tell.
    record Untouched() implements Outcome {
        @Override
        public List<? extends Event> steps() {
            return List.of();
        }
    }

    /// On to the next stage; `effects` happen first.
    record Pass(Skb skb, List<Effect> effects, List<? extends Event> steps) implements Outcome {
        static Pass of(Skb skb) {
            return new Pass(skb, List.of(), List.of());
        }

        static Pass of(Skb skb, Event step) {
            return new Pass(skb, List.of(), List.of(step));
        }

        static Pass of(Skb skb, List<? extends Event> steps) {
            return new Pass(skb, List.of(), steps);
        }
    }

    /// The stretch ends here; go on that way.
    record Turn(Way way, Skb skb, List<? extends Event> steps) implements Outcome {
        static Turn to(Way way, Skb skb) {
            return new Turn(way, skb, List.of());
        }

        static Turn to(Way way, Skb skb, Event step) {
            return new Turn(way, skb, List.of(step));
        }
    }

    /// The packet itself is done; what follows from it.
    record Done(List<Effect> effects, List<? extends Event> steps) implements Outcome {}

    /// It ends here, with what the machine sends because of it.
    ///
    /// @param by the entry that decided it; null: that there was none
    record Drop(
            Reason reason,
            Sentence text,
            List<Effect> effects,
            List<? extends Event> steps,
            @Nullable Entry by) implements Outcome {

        /// What the last step names decided it.
        Drop(Reason reason, Sentence text, List<Effect> effects, List<? extends Event> steps) {
            this(
                    reason,
                    text,
                    effects,
                    steps,
                    steps.isEmpty() ? null : steps.getLast().entry());
        }

        Drop by(@Nullable Entry entry) {
            return new Drop(reason, text, effects, steps, entry);
        }
    }
}
