package vethscope.engine.forward;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Netns;
import vethscope.engine.packet.Frame;
import vethscope.engine.packet.Packet;
import vethscope.engine.packet.Payload;
import vethscope.engine.trace.Entry;
import vethscope.engine.trace.Fate;
import vethscope.engine.trace.Leg;
import vethscope.engine.trace.Reason;
import vethscope.engine.trace.Sentence;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// Tells how the sender's resolver finds the address behind a name, as getaddrinfo(3) does.
record LookupStory(Story story, Flow flow, Lookup lookup, Netns at) {

    /// What is drawn does not show how the name is found: the answer is assumed.
    ///
    /// @return how the probe ends for want of an address; null: there is one
    @Nullable
    Fate assumes(long now) {
        Lookup.Attempt last = lookup.last();
        if (!lookup.found()) {
            says(null, now, null, "dns.node", flow.sent().from());
            return unknown(null, now);
        }
        String key = "dns.plain" + (last.aliases().isEmpty() ? "" : ".alias");
        says(null, now, DnsEntries.record(last), key, lookup.name(), all(last), String.join(", ", last.aliases()));
        return null;
    }

    /// A question for records of a name: of the first, or of one that the search list leads to.
    void asks(Packet question, Lookup.Attempt attempt, String type, long now) {
        String sender = flow.sent().from();
        if (!type.equals(lookup.types().getFirst())) {
            says(question, now, asked(question), "dns.also", attempt.name(), type);
        } else if (attempt.equals(lookup.attempts().getFirst())) {
            says(question, now, asked(question), "dns.ask", sender, question.destination(), attempt.name(), type);
        } else {
            says(question, now, DnsEntries.search(sender, lookup, attempt), "dns.next", attempt.name(), type);
        }
    }

    /// What became of the questions for one name.
    ///
    /// @param question the last of them
    /// @param heard null: not all were answered
    /// @return how the probe ends for want of an address; null: there is one, or a further name to ask for
    @Nullable
    Fate hears(Packet question, Lookup.Attempt attempt, @Nullable Fate heard, long now) {
        if (heard != Fate.DELIVERED) {
            String key = heard == null ? "dns.silent" : "dns.failed";
            says(question, now, asked(question), key, question.destination(), lookup.name());
            // getaddrinfo has no way to say more than EAI_AGAIN; waiting in vain is what a timeout is, and a host
            // whose name cannot be found out is out of reach
            return heard == null ? Fate.TIMEOUT : Fate.HOST_UNREACHABLE;
        }
        Packet answer = answer(question);
        if (attempt.addresses().isEmpty()) {
            String types = String.join(", ", lookup.types());
            says(answer, now, null, attempt.exists() ? "dns.nodata" : "dns.none", attempt.name(), types);
        } else {
            String key = "dns.answer" + (attempt.outside() ? ".outside" : "")
                    + (attempt.aliases().isEmpty() ? "" : ".alias");
            String aliases = String.join(", ", attempt.aliases());
            says(answer, now, DnsEntries.record(attempt), key, attempt.name(), all(attempt), aliases);
        }
        if (lookup.found() || !attempt.equals(lookup.last())) {
            story.forgetsEndings();
            return null;
        }
        return unknown(answer, now);
    }

    private static Packet answer(Packet question) {
        Payload back = question.payload() instanceof Payload.Udp udp
                ? new Payload.Udp(udp.destinationPort(), udp.sourcePort(), true, udp.content())
                : question.payload();
        return question.withSource(question.destination())
                .withDestination(question.source())
                .withPayload(back);
    }

    /// getaddrinfo: EAI_NONAME.
    private Fate unknown(@Nullable Packet answer, long now) {
        story.forgetsEndings();
        says(answer, now, null, "dns.unknown", lookup.name());
        story.ends(Leg.DNS, Reason.NAME_UNKNOWN, Reason.NAME_UNKNOWN.sentence(lookup.name()));
        return Fate.HOST_UNREACHABLE;
    }

    private static String all(Lookup.Attempt attempt) {
        return attempt.addresses().stream().map(Ip::toString).collect(Collectors.joining(", "));
    }

    private Entry asked(Packet question) {
        return DnsEntries.server(flow.sent().from(), question.destination());
    }

    private void says(@Nullable Packet packet, long now, @Nullable Entry by, String key, Object... arguments) {
        Frame frame = packet == null ? null : new Frame(Mac.ZERO, Mac.ZERO, packet);
        story.resolves(at, frame, Sentence.of(key, arguments), by, now);
    }
}
