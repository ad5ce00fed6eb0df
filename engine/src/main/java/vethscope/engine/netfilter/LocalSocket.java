package vethscope.engine.netfilter;

import java.util.List;

/// `-m socket`: a socket of this machine would get the packet (net/netfilter/xt_socket.c). No server is drawn as a
/// transparent proxy, so `--transparent` never holds.
///
/// @param transparent the socket has IP_TRANSPARENT
/// @param noWildcard a listener on all addresses counts as well
/// @param restore `--restore-skmark`: the socket's mark, which is 0, becomes the packet's
record LocalSocket(boolean transparent, boolean noWildcard, boolean restore) implements Match.Module {

    @Override
    public boolean not() {
        return false;
    }

    @Override
    public boolean holds(Facts facts, int mark) {
        if (transparent) {
            return false;
        }
        return switch (facts.around().receiver()) {
            case NONE -> false;
            case LISTENER_ON_ALL -> noWildcard;
            case OTHER -> true;
        };
    }

    @Override
    public String text(boolean v6) {
        return "-m socket" + (transparent ? " --transparent" : "") + (noWildcard ? " --nowildcard" : "")
                + (restore ? " --restore-skmark" : "");
    }

    @Override
    public String why(Facts facts, int mark) {
        return transparent
                ? "no transparent socket"
                : facts.around().receiver() == Facts.Receiver.NONE ? "no socket here" : "a listener on all addresses";
    }

    static final class Reader extends ModuleReader {

        private boolean transparent;
        private boolean noWildcard;
        private boolean restore;

        Reader() {
            super("socket");
        }

        @Override
        public boolean accept(boolean not, String option, Words words) {
            switch (option) {
                case "--transparent" -> transparent = true;
                case "--nowildcard" -> noWildcard = true;
                case "--restore-skmark" -> restore = true;
                default -> {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void checkHook(Hook hook) throws Refusal {
            only("-m socket", hook, Hook.PREROUTING, Hook.INPUT);
        }

        /// What restores a mark but asks for no transparent socket would change the mark as it matches.
        @Override
        public List<Match> matches() {
            var read = new LocalSocket(transparent, noWildcard, restore);
            return List.of(restore && !transparent ? new Match.NotSimulated(read.text(false)) : read);
        }
    }
}
