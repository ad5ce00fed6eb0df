package vethscope.engine.compile.site;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vethscope.engine.network.Interface;
import vethscope.model.Id;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// The devices of every namespace while they are being wired, in the order in which they were made.
public final class Devices {

    /// IFNAMSIZ less the closing zero (linux/if.h).
    public static final int LONGEST_NAME = 15;

    private final Map<Id, Map<String, Device>> spaces = new LinkedHashMap<>();

    private boolean speakIpv6;

    /// A new namespace with its loopback.
    public void open(Id space) {
        var devices = new LinkedHashMap<String, Device>();
        devices.put("lo", Device.loopback());
        spaces.put(space, devices);
    }

    boolean has(Id space) {
        return spaces.containsKey(space);
    }

    Collection<Id> spaces() {
        return spaces.keySet();
    }

    /// The devices of a network namespace, in the order in which they came.
    public Collection<Device> of(Id space) {
        return spaces.getOrDefault(space, Map.of()).values();
    }

    /// The device of that name, if it is there.
    public @Nullable Device find(Id space, String name) {
        return spaces.getOrDefault(space, Map.of()).get(name);
    }

    /// Adds the device unless its name is taken.
    public boolean add(Id space, Device device) {
        Map<String, Device> devices = spaces.get(space);
        return devices != null && devices.putIfAbsent(device.name, device) == null;
    }

    /// Whether any device has an IPv6 address. A drawing without one stands for machines with IPv6 switched off.
    public boolean speakIpv6() {
        return speakIpv6;
    }

    /// To be called when all devices have their addresses: with IPv6, `::1` goes on every loopback device.
    public void settle() {
        speakIpv6 = spaces.values().stream()
                .flatMap(devices -> devices.values().stream())
                .anyMatch(device -> device.addresses.stream().anyMatch(Cidr::v6));
        if (speakIpv6) {
            spaces.values().stream()
                    .flatMap(devices -> devices.values().stream())
                    .filter(device -> device.kind == Interface.Kind.LOOPBACK)
                    .forEach(lo -> lo.addresses.add(Cidr.host(Ip.LOOPBACK6)));
        }
    }

    /// Every address that a device has; what a dummy device holds belongs to services.
    public Set<Ip> addresses() {
        return spaces.values().stream()
                .flatMap(devices -> devices.values().stream())
                .filter(device -> device.kind != Interface.Kind.DUMMY)
                .flatMap(device -> device.addresses.stream())
                .map(Cidr::ip)
                .collect(Collectors.toSet());
    }

    public Map<String, Interface> finished(Id space) {
        var interfaces = new LinkedHashMap<String, Interface>();
        of(space).forEach(device -> interfaces.put(device.name, device.finished()));
        return interfaces;
    }

    /// The two ends of one cable.
    public static void plug(Id hereSpace, Device here, Id thereSpace, Device there) {
        here.peer = new Interface.Peer(thereSpace, there.name);
        there.peer = new Interface.Peer(hereSpace, here.name);
    }

    /// `prefix` and the id; where that is too long for a device, the prefix and the first 8 hex digits of SHA-1(id).
    public static String generated(String prefix, Id id) {
        String name = prefix + id;
        return name.length() <= LONGEST_NAME ? name : prefix + sha1(id.value()).substring(0, 8);
    }

    /// The first name that is free: the wish cut to 15 characters, else with a hash of the wish at its end.
    public String free(Id space, String wish) {
        String cut = wish.length() <= LONGEST_NAME ? wish : wish.substring(0, LONGEST_NAME);
        String name = cut;
        for (int i = 0; find(space, name) != null; i++) {
            name = cut.substring(0, Math.min(cut.length(), 8))
                    + sha1(wish + "#".repeat(i)).substring(0, 7);
        }
        return name;
    }

    /// SHA-1 in hexadecimal digits, for names that must be the same on every run.
    public static String sha1(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
