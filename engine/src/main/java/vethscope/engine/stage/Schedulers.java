package vethscope.engine.stage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.VirtualServer;
import vethscope.engine.netfilter.VirtualServer.RealServer;
import vethscope.engine.netfilter.VirtualServer.Scheduler;
import vethscope.engine.network.IpvsTable;
import vethscope.engine.network.IpvsTable.Door;
import vethscope.engine.network.IpvsTable.Load;
import vethscope.engine.packet.Packet;
import vethscope.model.address.Ip;

/// Which real server gets a new connection (net/netfilter/ipvs/ip_vs_{rr,wrr,lc,wlc,sed,nq,sh,dh,mh}.c).
///
/// The kernel itself never rolls a dice here. Chance stands for what is not drawn: where rr and wrr stand follows from
/// the connections that came before the first one we know of, and who is first among equally loaded servers from the
/// order in which kube-proxy, which iterates over a Go set, added them. So the first turn of a rotation and each tie of
/// lc, wlc, sed and nq is one decision among all who may be meant; from then on the table decides. The hashes take the
/// servers in the order of their EndpointSlice: on a real node another one may be meant, but always the same.
final class Schedulers {

    private static final int BUCKET_BITS = 8;

    private final List<RealServer> servers;
    private final IpvsTable table;
    private final Door door;
    private final long micros;
    private final Dice dice;

    private Schedulers(List<RealServer> servers, IpvsTable table, Door door, long micros, Dice dice) {
        this.servers = servers;
        this.table = table;
        this.door = door;
        this.micros = micros;
        this.dice = dice;
    }

    /// @param server index of the real server; `turn` where the rotation stands now, -1 for other schedulers
    /// @param options among how many chance chose; 1 if it was not asked
    record Choice(int server, int turn, int options) {}

    /// Null if no server takes the connection.
    ///
    /// @param micros simulated time
    static @Nullable Choice choose(
            VirtualServer virtual, Packet packet, IpvsTable table, Door door, long micros, Dice dice) {
        List<RealServer> servers = virtual.servers();
        if (servers.stream().allMatch(s -> s.weight() <= 0)) {
            return null;
        }
        return new Schedulers(servers, table, door, micros, dice).choose(virtual.scheduler(), packet);
    }

    private @Nullable Choice choose(Scheduler scheduler, Packet packet) {
        return switch (scheduler) {
            case RR -> turn(round(false));
            case WRR -> turn(round(true));
            case LC -> least(i -> overhead(load(i)), false);
            case WLC -> least(i -> overhead(load(i)), true);
            case SED -> least(i -> load(i).active() + 1L, true);
            case NQ -> idleOrLeast();
            case SH -> hashed(bucket(packet.source()), true);
            case DH -> hashed(bucket(packet.destination()), false);
            case MH -> Maglev.choose(servers, packet);
        };
    }

    /// One whole round: for wrr all servers whose weight is at least the largest, then all at least one step below, and
    /// so on, the step being the weights' greatest common divisor.
    private int[] round(boolean weighted) {
        var round = new ArrayList<Integer>();
        int most = servers.stream().mapToInt(RealServer::weight).max().orElse(0);
        int step = weighted
                ? servers.stream()
                        .mapToInt(RealServer::weight)
                        .filter(w -> w > 0)
                        .reduce(0, Schedulers::gcd)
                : most;
        for (int at = weighted ? most - (step - 1) : 1; at > 0; at -= step) {
            for (int i = 0; i < servers.size(); i++) {
                if (servers.get(i).weight() >= at) {
                    round.add(i);
                }
            }
        }
        return round.stream().mapToInt(i -> i).toArray();
    }

    static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private Choice turn(int[] round) {
        Integer before = table.turns().get(door);
        if (before != null) {
            int turn = (before + 1) % round.length;
            return new Choice(round[turn], turn, 1);
        }
        int[] able = Arrays.stream(round).distinct().sorted().toArray();
        double[] share = Arrays.stream(able)
                .mapToDouble(s -> Arrays.stream(round).filter(r -> r == s).count())
                .toArray();
        int server = able[able.length == 1 ? 0 : dice.choose(share)];
        int turn = IntStream.range(0, round.length)
                .filter(i -> round[i] == server)
                .findFirst()
                .orElseThrow();
        return new Choice(server, turn, able.length);
    }

    private Load load(int i) {
        return table.load(door, servers.get(i), micros);
    }

    /// `ip_vs_dest_conn_overhead`: an active connection weighs as much as 256 inactive ones.
    private static long overhead(Load load) {
        return ((long) load.active() << 8) + load.inactive();
    }

    private Choice least(IntToLongFunction cost, boolean byWeight) {
        var best = new ArrayList<Integer>();
        for (int i = 0; i < servers.size(); i++) {
            if (servers.get(i).weight() > 0) {
                long order = best.isEmpty()
                        ? -1
                        : Long.compare(
                                cost.applyAsLong(i) * weight(best.getFirst(), byWeight),
                                cost.applyAsLong(best.getFirst()) * weight(i, byWeight));
                if (order < 0) {
                    best.clear();
                }
                if (order <= 0) {
                    best.add(i);
                }
            }
        }
        return tie(best);
    }

    private int weight(int i, boolean counts) {
        return counts ? servers.get(i).weight() : 1;
    }

    private Choice tie(List<Integer> best) {
        if (best.size() == 1) {
            return new Choice(best.getFirst(), -1, 1);
        }
        double[] alike = new double[best.size()];
        Arrays.fill(alike, 1);
        return new Choice(best.get(dice.choose(alike)), -1, best.size());
    }

    private Choice idleOrLeast() {
        List<Integer> idle = IntStream.range(0, servers.size())
                .filter(i -> servers.get(i).weight() > 0 && load(i).active() == 0)
                .boxed()
                .toList();
        return idle.isEmpty() ? least(i -> load(i).active() + 1L, true) : tie(idle);
    }

    /// `hash_32(address, 8)` (include/linux/hash.h).
    private static int bucket(Ip ip) {
        return fold(ip) * 0x61C88647 >>> Integer.SIZE - BUCKET_BITS;
    }

    /// The four words of an IPv6 address as one.
    static int fold(Ip ip) {
        return ip.v6()
                ? (int) (ip.high() >>> Integer.SIZE)
                        ^ (int) ip.high()
                        ^ (int) (ip.low() >>> Integer.SIZE)
                        ^ (int) ip.low()
                : (int) ip.low();
    }

    /// The buckets are dealt to the servers in turn, with sh as many at a time as a server's weight says. A
    /// bucket whose server takes nothing serves nobody.
    private @Nullable Choice hashed(int bucket, boolean weighted) {
        int server = 0;
        int dealt = 0;
        for (int b = 0; b < bucket; b++) {
            dealt++;
            if (!weighted || dealt >= servers.get(server).weight()) {
                server = (server + 1) % servers.size();
                dealt = 0;
            }
        }
        return servers.get(server).weight() <= 0 ? null : new Choice(server, -1, 1);
    }

    /// Maglev hashing with the client's port (net/netfilter/ipvs/ip_vs_mh.c, flag `mh-port`).
    private static final class Maglev {

        /// CONFIG_IP_VS_MH_TAB_INDEX 12.
        private static final int SIZE = 4093;

        private static final int TABLE_BITS = 6;
        private static final long FIRST = 2654435761L;
        private static final long SECOND = 2654446892L;

        private Maglev() {}

        static @Nullable Choice choose(List<RealServer> servers, Packet packet) {
            int key = fold(packet.source()) + packet.sourcePort();
            int server = table(servers)[Integer.remainderUnsigned(hash(key, FIRST), SIZE)];
            return new Choice(server, -1, 1);
        }

        /// Which server each place of the table leads to: in turn each takes its next free favourite.
        private static int[] table(List<RealServer> servers) {
            int[] table = new int[SIZE];
            Arrays.fill(table, -1);
            int[] turns = turns(servers);
            int[] at = new int[servers.size()];
            int[] skip = new int[servers.size()];
            for (int i = 0; i < servers.size(); i++) {
                int key = fold(servers.get(i).ip()) + servers.get(i).port();
                at[i] = Integer.remainderUnsigned(hash(key, FIRST), SIZE);
                skip[i] = Integer.remainderUnsigned(hash(key, SECOND), SIZE - 1) + 1;
            }
            int filled = 0;
            while (true) {
                for (int i = 0; i < servers.size(); i++) {
                    for (int turn = 0; turn < turns[i]; turn++) {
                        while (table[at[i]] >= 0) {
                            at[i] = (at[i] + skip[i]) % SIZE;
                        }
                        table[at[i]] = i;
                        filled++;
                        if (filled == SIZE) {
                            return table;
                        }
                    }
                }
            }
        }

        /// How many places a server takes at a time.
        private static int[] turns(List<RealServer> servers) {
            int step = servers.stream()
                    .mapToInt(RealServer::weight)
                    .filter(w -> w > 0)
                    .reduce(0, Schedulers::gcd);
            int most = servers.stream().mapToInt(RealServer::weight).max().orElse(0) / step;
            int shift = Math.max(0, Integer.SIZE - Integer.numberOfLeadingZeros(most) - TABLE_BITS);
            return servers.stream()
                    .mapToInt(s -> s.weight() <= 0 ? 0 : Math.max(1, s.weight() / step >> shift))
                    .toArray();
        }

        /// `hsiphash_1u32` on a 64-bit machine: SipHash-1-3, with the same word in both halves of the key
        /// (lib/siphash.c).
        private static int hash(int word, long key) {
            long b = 4L << 56;
            var v = new long[] {
                0x736f6d6570736575L ^ key,
                0x646f72616e646f6dL ^ key,
                0x6c7967656e657261L ^ key,
                0x7465646279746573L ^ key
            };
            b |= Integer.toUnsignedLong(word);
            v[3] ^= b;
            round(v);
            v[0] ^= b;
            v[2] ^= 0xff;
            round(v);
            round(v);
            round(v);
            return (int) (v[0] ^ v[1] ^ v[2] ^ v[3]);
        }

        private static void round(long[] v) {
            v[0] += v[1];
            v[1] = Long.rotateLeft(v[1], 13) ^ v[0];
            v[0] = Long.rotateLeft(v[0], 32);
            v[2] += v[3];
            v[3] = Long.rotateLeft(v[3], 16) ^ v[2];
            v[0] += v[3];
            v[3] = Long.rotateLeft(v[3], 21) ^ v[0];
            v[2] += v[1];
            v[1] = Long.rotateLeft(v[1], 17) ^ v[2];
            v[2] = Long.rotateLeft(v[2], 32);
        }
    }
}
