package vethscope.engine.forward;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.engine.packet.Frame;
import vethscope.engine.trace.Step;
import vethscope.model.Id;

/// Which frames a story has seen on which devices. A short story is looked through, a long one is hashed.
final class Sights {

    private static final int SHORT = 32;

    private @Nullable Set<Seen> hashed;

    /// What was seen where. Few frames pass a device in one trace: the device is hash enough.
    private record Seen(Id at, String dev, String stage, Frame frame, boolean flood) {
        @Override
        public int hashCode() {
            return (at.hashCode() * 31 + dev.hashCode()) * 31 + stage.hashCode();
        }
    }

    /// Whether none of the steps so far tells of the frame on that device; if so, the next one will.
    ///
    /// @param stage [Step#RECEIVE] or [Step#TRANSMIT]
    boolean isNew(List<Step> steps, Id at, String dev, String stage, Frame frame, boolean flood) {
        if (steps.size() <= SHORT) {
            for (int i = 0; i < steps.size(); i++) {
                if (tells(steps.get(i), at, dev, stage, frame, flood)) {
                    return false;
                }
            }
            return true;
        }
        Set<Seen> known = hashed;
        if (known == null) {
            known = new HashSet<>();
            for (Step step : steps) {
                if (step.isWire() && step.iface() != null && step.frame() != null) {
                    known.add(new Seen(step.netns(), step.iface(), step.stage(), step.frame(), step.flood()));
                }
            }
            hashed = known;
        }
        return known.add(new Seen(at, dev, stage, frame, flood));
    }

    private static boolean tells(Step step, Id at, String dev, String stage, Frame frame, boolean flood) {
        return step.stage().equals(stage)
                && dev.equals(step.iface())
                && at.equals(step.netns())
                && step.flood() == flood
                && frame.equals(step.frame());
    }
}
