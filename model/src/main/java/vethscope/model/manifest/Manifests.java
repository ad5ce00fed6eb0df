package vethscope.model.manifest;

import java.util.List;
import vethscope.model.Design;

/// Kubernetes manifests as a drawing: workloads become pods with addresses on nodes, Services, Ingresses, routes and
/// policies stand as they are written. What manifests leave to the cluster (nodes, addresses, ports) is made up in
/// the same way every time.
public final class Manifests {

    private Manifests() {}

    /// A file of one or more objects, in YAML or JSON.
    public record Source(String name, String text) {}

    /// What came of reading.
    ///
    /// @param left what is not in the design
    public record Imported(Design design, List<Left> left) {
        public Imported {
            left = List.copyOf(left);
        }
    }

    /// Something that is not in the design, and why.
    ///
    /// @param source the file's name
    /// @param what `kind namespace/name` of the object, or what the parser says
    public record Left(String source, String what, Why why) {

        public enum Why {
            /// The file is neither YAML nor JSON.
            UNREADABLE,
            /// The object has no place in a drawing of a network.
            NOT_DRAWN,
            /// Its kind or name is missing.
            NO_OBJECT,
            /// A value in it is not one of its kind.
            BAD_VALUE
        }
    }

    /// The design of all objects together, in the order of the sources.
    public static Imported read(String name, List<Source> sources) {
        var objects = Objects.of(sources);
        return new Drawing(objects).drawn(name);
    }
}
