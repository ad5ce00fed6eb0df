package vethscope.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;

/// A drawn cable: veth pair, bridge port or physical link, decided by its ends.
///
/// @param mtu null: that of the interfaces
public record Link(End from, End to, @Nullable Integer mtu, boolean up, String label) {

    private static final FieldType<End> END = new FieldType.Parsed<>("`element` or `element:interface`", End::parse);

    static final FieldType<List<Link>> LIST = new FieldType.Listed<>(
            new FieldType.Nested<>(Fields.of(Link.class, Link.of("from", "to"))
                    .key("from", END, "from", "`element` or `element:interface`")
                    .required()
                    .key("to", END, "to", "`element` or `element:interface`")
                    .required()
                    .key("mtu", FieldType.MTU, "mtu", "bytes; none: that of the interfaces")
                    .key("up", FieldType.FLAG, "up", "the cable is plugged in")
                    .key("label", FieldType.TEXT, "label", "text on the line")),
            link -> link.from().toString());

    public static Link of(String from, String to) {
        return new Link(End.parse(from), End.parse(to), null, true, "");
    }

    /// An element and the name of its interface or port; null where it has just one or one is made.
    public record End(Id element, @Nullable String port) {

        /// `element` or `element:port`.
        public static End parse(String text) {
            int colon = text.indexOf(':');
            return colon < 0
                    ? new End(Id.of(text), null)
                    : new End(Id.of(text.substring(0, colon)), text.substring(colon + 1));
        }

        @Override
        public String toString() {
            return port == null ? element.value() : element + ":" + port;
        }
    }

    public boolean endsAt(End end) {
        return from.equals(end) || to.equals(end);
    }

    public boolean joins(Id element) {
        return from.element().equals(element) || to.element().equals(element);
    }
}
