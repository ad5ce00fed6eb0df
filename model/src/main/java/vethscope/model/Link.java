package vethscope.model;

import org.jspecify.annotations.Nullable;

/// A drawn cable: veth pair, bridge port or physical link, decided by its ends.
///
/// @param mtu null: that of the interfaces
public record Link(End from, End to, @Nullable Integer mtu, boolean up, String label) {

    public static Link of(String from, String to) {
        return new Link(End.parse(from), End.parse(to), null, true, "");
    }

    /// An element and the name of its interface or port; null where it has just one or one is made.
    public record End(Id element, @Nullable String port) {

        /// `element` or `element:port`.
        public static End parse(String text) {
            int colon = text.indexOf(':');
            return colon < 0 ? new End(Id.of(text), null) : new End(Id.of(text.substring(0, colon)), text.substring(colon + 1));
        }

        @Override
        public String toString() {
            return port == null ? element.value() : element + ":" + port;
        }
    }
}
