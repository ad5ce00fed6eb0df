package vethscope.engine.compile.policy;

import org.jspecify.annotations.Nullable;
import vethscope.model.Protocol;

/// A destination port that a rule of a policy speaks of: the pod's own, after any Service was translated.
sealed interface PolicyPort {

    /// Inclusive.
    record Numbers(Protocol protocol, int first, int last) implements PolicyPort {

        /// Every port of a protocol.
        static Numbers all(Protocol protocol) {
            return new Numbers(protocol, 0, 65535);
        }

        boolean isAll() {
            return first <= 1 && last == 65535;
        }
    }

    /// The container port of that name on the destination pod; pods may have it under different numbers.
    ///
    /// @param protocol null: any
    record Named(@Nullable Protocol protocol, String name) implements PolicyPort {}
}
