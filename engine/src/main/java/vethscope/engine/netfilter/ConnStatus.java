package vethscope.engine.netfilter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import vethscope.engine.netfilter.Facts.Status;

/// `-m conntrack --ctstatus` (net/netfilter/xt_conntrack.c).
///
/// @param statuses one of which the connection has
record ConnStatus(boolean not, Set<Status> statuses) implements Match.Module {

    ConnStatus {
        statuses = Set.copyOf(statuses);
    }

    @Override
    public boolean holds(Facts facts, int mark) {
        Facts.Connection connection = facts.around().connection();
        return connection != null && connection.statuses().stream().anyMatch(statuses::contains) != not;
    }

    @Override
    public String text(boolean v6) {
        return "-m conntrack " + (not ? "! " : "") + "--ctstatus " + names(statuses);
    }

    @Override
    public String why(Facts facts, int mark) {
        Facts.Connection connection = facts.around().connection();
        String is = connection == null ? "none" : names(connection.statuses());
        return "status " + (is.isEmpty() ? "none" : is) + (not ? " is in " : " not in ") + names(statuses);
    }

    private static String names(Set<Status> statuses) {
        return Arrays.stream(Status.values())
                .filter(statuses::contains)
                .map(Status::name)
                .collect(Collectors.joining(","));
    }

    /// `SEEN_REPLY,ASSURED`.
    static ConnStatus read(boolean not, String text) throws Refusal {
        var statuses = new java.util.HashSet<Status>();
        for (String name : text.split(",", -1)) {
            statuses.add(Arrays.stream(Status.values())
                    .filter(s -> s.name().equals(name.toUpperCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new Refusal("ctstatus.none", name)));
        }
        return new ConnStatus(not, statuses);
    }
}
