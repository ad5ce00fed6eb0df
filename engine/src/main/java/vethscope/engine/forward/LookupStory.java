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
record LookupStory(Story story, Flow flow, Lookup lookup, Netns at, Walk walk) {

    /// What is drawn does not show how the name is found: the answer is assumed.
    ///
    /// @return how the probe ends for want of an address; null: there is one
    @Nullable
    Fate assumes() {
        Lookup.Attempt last = lookup.last();
        if (!lookup.found()) {
            says(null, null, "dns.node", flow.sent().from());
            return unknown(null, true);
        }
        String key = "dns.plain" + (last.aliases().isEmpty() ? "" : ".alias");
        says(null, DnsEntries.record(last), key, lookup.name(), all(last), String.join(", ", last.aliases()));
        chooses(null, last);
        return null;
    }

    /// A question for records of a name.
    ///
    /// @param key why it is asked: the first of all, a further type, name or server, or once more
    void asks(Packet question, Lookup.Attempt attempt, String type, String key) {
        if (key.equals("dns.again")) {
            story.seesAnew();
        }
        Entry by = key.equals("dns.next") ? DnsEntries.search(flow.sent().from(), lookup, attempt) : asked(question);
        Sentence text = switch (key) {
            case "dns.ask" -> Sentence.of(key, flow.sent().from(), question.destination(), attempt.name(), type);
            case "dns.server", "dns.again" -> Sentence.of(key, question.destination(), attempt.name(), type);
            default -> Sentence.of(key, attempt.name(), type);
        };
        story.resolves(at, framed(question), text, by, walk.now());
    }

    /// The same question over TCP.
    void connects(Packet syn, Lookup.Attempt attempt) {
        says(syn, asked(syn), "dns.tcp", syn.destination(), attempt.name());
    }

    /// The answer did not fit.
    void truncated(Packet answer, Lookup.Attempt attempt) {
        int octets = lookup.types().stream().mapToInt(attempt::octets).max().orElse(0);
        says(
                answer,
                null,
                "dns.truncated",
                attempt.name(),
                octets,
                lookup.manner().octets());
    }

    /// A server that was waited for in vain.
    void silent(Packet question, int seconds) {
        says(question, asked(question), "dns.silent", question.destination(), seconds);
    }

    /// A server that could not be asked.
    void failed(Packet question) {
        says(question, asked(question), "dns.failed", question.destination());
    }

    /// A connection that did not come about.
    void unconnected(Packet syn, boolean silent) {
        says(syn, asked(syn), silent ? "dns.tcp.silent" : "dns.tcp.failed", syn.destination());
    }

    /// What a server says about a name.
    ///
    /// @return whether it has an address
    boolean answers(Packet answer, Lookup.Attempt attempt) {
        if (attempt.addresses().isEmpty()) {
            String types = String.join(", ", lookup.types());
            says(answer, null, attempt.exists() ? "dns.nodata" : "dns.none", attempt.name(), types);
            return false;
        }
        story.forgetsEndings();
        String key = "dns.answer" + (attempt.outside() ? ".outside" : "")
                + (attempt.aliases().isEmpty() ? "" : ".alias");
        String aliases = String.join(", ", attempt.aliases());
        says(answer, DnsEntries.record(attempt), key, attempt.name(), all(attempt), aliases);
        chooses(answer, attempt);
        return true;
    }

    private void chooses(@Nullable Packet answer, Lookup.Attempt attempt) {
        if (attempt.addresses().size() > 1) {
            String among = attempt.choices().stream()
                    .map(target -> target.ip().toString())
                    .collect(Collectors.joining(", "));
            says(answer, null, attempt.choices().size() > 1 ? "dns.shuffled" : "dns.sorted", among);
        }
    }

    /// No server answered: getaddrinfo has no way to say more than EAI_AGAIN. Waiting in vain is what a timeout is, and
    /// a host whose name cannot be found out is out of reach.
    Fate givesUp(Packet question, boolean waited) {
        says(question, asked(question), "dns.again.later", lookup.name());
        return waited ? Fate.TIMEOUT : Fate.HOST_UNREACHABLE;
    }

    /// The datagram or segment that a server sends back.
    static Packet answer(Packet question) {
        Payload back = switch (question.payload()) {
            case Payload.Udp udp -> new Payload.Udp(udp.destinationPort(), udp.sourcePort(), true, udp.content());
            case Payload other -> other.withPorts(other.destinationPort(), other.sourcePort());
        };
        return question.withSource(question.destination())
                .withDestination(question.source())
                .withPayload(back);
    }

    /// getaddrinfo: EAI_NONAME.
    ///
    /// @param heard whether every name was answered; otherwise what kept an answer away is the reason
    Fate unknown(@Nullable Packet answer, boolean heard) {
        if (heard) {
            story.forgetsEndings();
        }
        says(answer, null, "dns.unknown", lookup.name());
        story.ends(Leg.DNS, Reason.NAME_UNKNOWN, Reason.NAME_UNKNOWN.sentence(lookup.name()));
        return Fate.HOST_UNREACHABLE;
    }

    private static String all(Lookup.Attempt attempt) {
        return attempt.addresses().stream().map(Ip::toString).collect(Collectors.joining(", "));
    }

    private Entry asked(Packet question) {
        return DnsEntries.server(flow.sent().from(), question.destination());
    }

    private void says(@Nullable Packet packet, @Nullable Entry by, String key, Object... arguments) {
        story.resolves(at, packet == null ? null : framed(packet), Sentence.of(key, arguments), by, walk.now());
    }

    private static Frame framed(Packet packet) {
        return new Frame(Mac.ZERO, Mac.ZERO, packet);
    }
}
