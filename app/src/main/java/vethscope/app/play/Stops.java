package vethscope.app.play;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vethscope.app.play.Jacks.Sort;
import vethscope.app.play.Stop.Kind;
import vethscope.engine.trace.Leg;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.element.KubeNode;

/// Groups the steps of a trace: into stages, one for each place inside a node and one for each other machine, or into
/// hops, one for each machine.
public final class Stops {

    private final Design design;
    private final Jacks jacks;
    private final List<Draft> drafts = new ArrayList<>();

    private static final class Draft {
        private final boolean reply;
        private final List<Step> steps = new ArrayList<>();
        private Kind kind;
        /// For a drop: the stage at which it happened; empty where the machine as a whole dropped it.
        private String place = "";

        Draft(Kind kind, Step first) {
            this.kind = kind;
            this.reply = Stop.isReply(first);
            steps.add(first);
        }

        boolean goesOnWith(Step step) {
            return steps.getLast().netns().equals(step.netns()) && reply == Stop.isReply(step);
        }

        /// Whether a rule changes the packet here, ends it, or lets a new connection pass.
        boolean decides() {
            return kind == Kind.DROP
                    || kind == Kind.HOOK
                            && steps.stream()
                                    .anyMatch(step -> step.rewrite() != null
                                            || step.text().key().startsWith("hook.")
                                                    && !step.text().key().equals("hook.policy")
                                                    && !reply);
        }

        Stop stop(int n) {
            Step key = key();
            return new Stop(n, kind, reply, key.where(), key.netns(), stage(key), key, steps);
        }

        /// Dropping and rewriting say more than the rest, and an interface less than a decision.
        private Step key() {
            return steps.stream()
                    .filter(step -> kind == Kind.HOOK || kind == Kind.DEVICE || !isQuietHook(step))
                    .max(Comparator.comparingInt(this::weight))
                    .orElse(steps.getFirst());
        }

        private static boolean isQuietHook(Step step) {
            String said = step.text().key();
            return said.equals("nat.none") || said.equals("hook.policy") || said.equals("hook.accept");
        }

        private int weight(Step step) {
            Step.Rewrite rewrite = step.rewrite();
            return switch (step.stage()) {
                case "drop" -> 9;
                case "deliver", "proxy" -> 8;
                case "send" -> 4;
                case "route" -> 5;
                case "conntrack" -> 4;
                case "bridge" -> step.text().key().equals("bridge.up") ? 0 : 3;
                case "fdb", "arp", "ttl" -> 0;
                case Step.RECEIVE, Step.TRANSMIT -> 1;
                // of a machine that is one stop, what decided counts, and not what let pass
                default -> kind == Kind.DEVICE && isQuietHook(step) ? 2 : rewrite == null ? 5 : 7;
            };
        }

        private String stage(Step key) {
            String iface = key.iface();
            return switch (kind) {
                case RECEIVE, TRANSMIT, TUNNEL -> iface == null ? key.stage() : iface;
                case DROP -> place;
                case HOOK -> key.rule() != null && key.rule().startsWith("conntrack") ? "conntrack" : key.stage();
                default -> key.stage();
            };
        }
    }

    private Stops(Design design, Jacks jacks) {
        this.design = design;
        this.jacks = jacks;
    }

    /// One stop for each stage: conntrack, hook, route, bridge, interface; a machine without drawn insides is one stop.
    public static List<Stop> stages(Design design, Trace trace) {
        return stages(design, trace, Jacks.of(design));
    }

    static List<Stop> stages(Design design, Trace trace, Jacks jacks) {
        var stops = new Stops(design, jacks);
        travelled(trace).forEach(stops::add);
        return stops.numbered();
    }

    /// As [#stages], without those that do nothing.
    public static List<Stop> told(Design design, Trace trace) {
        return Digest.of(stages(design, trace));
    }

    /// One stop for each machine.
    public static List<Stop> hops(Trace trace) {
        var hops = new ArrayList<Draft>();
        for (Step step : travelled(trace)) {
            if (!hops.isEmpty() && hops.getLast().goesOnWith(step)) {
                hops.getLast().steps.add(step);
            } else {
                hops.add(new Draft(Kind.DEVICE, step));
            }
        }
        var stops = new ArrayList<Stop>();
        hops.forEach(hop -> stops.add(hop.stop(stops.size() + 1)));
        return List.copyOf(stops);
    }

    /// The steps of the packet itself: no ARP, no copies that go nowhere, no redirect that never leaves.
    static List<Step> travelled(Trace trace) {
        var travelled = new ArrayList<Step>();
        int run = 0;
        for (Step step : trace.steps()) {
            if (step.leg() == Leg.ARP || step.flood() || step.dropped() != null) {
                continue;
            }
            boolean begins = travelled.isEmpty() || travelled.getLast().leg() != step.leg();
            run = begins ? travelled.size() : run;
            travelled.add(step);
            if (step.text().key().equals("nat.redirect")) {
                travelled.subList(run, travelled.size()).clear();
            }
        }
        return List.copyOf(travelled);
    }

    /// Where no rule of a node decides anything about a packet, its hooks are no stops of their own but belong to the
    /// stop before.
    private void join() {
        for (int start = 0; start < drafts.size(); ) {
            int end = start + 1;
            while (end < drafts.size()
                    && drafts.get(end - 1).goesOnWith(drafts.get(end).steps.getFirst())) {
                end++;
            }
            List<Draft> visit = drafts.subList(start, end);
            boolean quiet = visit.stream().noneMatch(Draft::decides);
            for (int i = 1; quiet && i < visit.size(); i++) {
                if (visit.get(i).kind == Kind.HOOK) {
                    visit.get(i - 1).steps.addAll(visit.get(i).steps);
                    visit.remove(i--);
                    end--;
                }
            }
            start = end;
        }
    }

    private List<Stop> numbered() {
        join();
        var stops = new ArrayList<Stop>();
        drafts.forEach(draft -> stops.add(draft.stop(stops.size() + 1)));
        return List.copyOf(stops);
    }

    private void add(Step step) {
        Draft last = drafts.isEmpty() || !drafts.getLast().goesOnWith(step) ? null : drafts.getLast();
        Optional<Kind> kind = isNode(step.netns()) ? inNode(step, last) : elsewhere(step, last);
        if (kind.isEmpty() && last != null) {
            last.steps.add(step);
        } else {
            var draft = new Draft(kind.orElse(Kind.DEVICE), step);
            if (draft.kind == Kind.DROP && last != null && isNode(step.netns())) {
                draft.place = place(last);
            }
            drafts.add(draft);
        }
    }

    /// The stage that dropped the packet: a hook whose rule did, the bridge, else the routing decision.
    private static String place(Draft last) {
        Step step = last.steps.getLast();
        return switch (last.kind) {
            case HOOK -> step.text().key().matches("hook\\.(drop|reject)") ? step.stage() : "route";
            case ROUTE, CONNTRACK -> "route";
            case BRIDGE -> "bridge";
            case TRANSMIT -> step.iface() == null ? "" : step.iface();
            case SEND, RECEIVE, TUNNEL, DEVICE, DELIVER, DROP -> "";
        };
    }

    private boolean isNode(Id netns) {
        return design.topology().find(netns, KubeNode.class).isPresent();
    }

    /// The kind of stop that the step begins; empty if it belongs to the one before.
    private Optional<Kind> inNode(Step step, @Nullable Draft last) {
        return switch (step.stage()) {
            case "send" -> Optional.of(Kind.SEND);
            case "drop" -> Optional.of(Kind.DROP);
            case "tunnel" -> Optional.of(Kind.TUNNEL);
            case "route" -> route(step, last);
            case "deliver", "proxy" ->
                last != null && last.kind == Kind.DELIVER ? Optional.empty() : Optional.of(Kind.DELIVER);
            case "conntrack" -> last != null && last.kind == Kind.HOOK ? Optional.empty() : Optional.of(Kind.CONNTRACK);
            case "bridge" -> bridge(step, last);
            case Step.RECEIVE -> receive(step, last);
            case Step.TRANSMIT -> transmit(step, last);
            case "ttl", "arp", "fdb", "fragment" -> Optional.empty();
            default ->
                last != null
                                && last.kind == Kind.HOOK
                                && hook(last.steps.getFirst()).equals(hook(step))
                        ? Optional.empty()
                        : Optional.of(Kind.HOOK);
        };
    }

    private static String hook(Step step) {
        return step.stage().substring(step.stage().lastIndexOf(' ') + 1);
    }

    private static Optional<Kind> route(Step step, @Nullable Draft last) {
        if (isLocal(step)) {
            return Optional.of(Kind.DELIVER);
        }
        if (last == null) {
            return Optional.of(Kind.SEND);
        }
        return last.kind == Kind.SEND ? Optional.empty() : Optional.of(Kind.ROUTE);
    }

    static boolean isLocal(Step step) {
        return step.text().key().equals("route.local") || step.text().key().equals("route.self");
    }

    /// That a frame is for the bridge itself is no stop of its own: it goes on to the stages.
    private static Optional<Kind> bridge(Step step, @Nullable Draft last) {
        boolean up = step.text().key().equals("bridge.up");
        return last != null && (up || last.kind == Kind.BRIDGE) ? Optional.empty() : Optional.of(Kind.BRIDGE);
    }

    private Optional<Kind> receive(Step step, @Nullable Draft last) {
        return switch (sort(step)) {
            case OUTSIDE, CABLE -> Optional.of(Kind.RECEIVE);
            case PORT -> Optional.of(Kind.BRIDGE);
            case BRIDGE -> last == null ? Optional.of(Kind.BRIDGE) : Optional.empty();
            case OTHER -> last == null ? Optional.of(Kind.RECEIVE) : Optional.empty();
        };
    }

    private Optional<Kind> transmit(Step step, @Nullable Draft last) {
        return switch (sort(step)) {
            case OUTSIDE, CABLE -> Optional.of(Kind.TRANSMIT);
            case BRIDGE -> Optional.of(Kind.BRIDGE);
            case PORT -> last == null ? Optional.of(Kind.BRIDGE) : Optional.empty();
            case OTHER -> last == null ? Optional.of(Kind.TRANSMIT) : Optional.empty();
        };
    }

    private Sort sort(Step step) {
        String iface = step.iface();
        return iface == null ? Sort.OTHER : jacks.sort(step.netns(), iface);
    }

    private static Optional<Kind> elsewhere(Step step, @Nullable Draft last) {
        return switch (step.stage()) {
            case "send" -> Optional.of(Kind.SEND);
            case "drop" -> Optional.of(Kind.DROP);
            case "deliver", "proxy" -> delivered(last);
            default -> {
                boolean answers = last == null && step.stage().equals("route") && !isLocal(step);
                yield last != null ? Optional.empty() : Optional.of(answers ? Kind.SEND : Kind.DEVICE);
            }
        };
    }

    /// A machine that received the packet and turns out to be where it ends is one stop.
    private static Optional<Kind> delivered(@Nullable Draft last) {
        if (last == null || last.kind == Kind.SEND) {
            return Optional.of(Kind.DELIVER);
        }
        last.kind = Kind.DELIVER;
        return Optional.empty();
    }
}
