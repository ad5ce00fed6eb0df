package vethscope.model.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Optional;
import vethscope.model.Design;

/// The .veth format: text to design and back. Reading never throws and never loses what it did not understand.
public final class Veth {

    /// The largest file that is opened: 256 MiB.
    public static final int MAX_BYTES = 256 << 20;

    private static final String VERSION = "vethscope";

    private Veth() {}

    public static Reading read(byte[] utf8) {
        if (utf8.length > MAX_BYTES) {
            return tooLarge(utf8.length);
        }
        try {
            return read(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            return new Refusal("", Json.Mark.NOWHERE, "The file is not UTF-8 text: save it as UTF-8.").refused();
        }
    }

    public static Reading read(String text) {
        if (text.length() > MAX_BYTES) {
            return tooLarge(text.length());
        }
        try {
            return open(JsonText.parse(text.startsWith("\uFEFF") ? text.substring(1) : text));
        } catch (Refusal refusal) {
            return refusal.refused();
        }
    }

    /// The same design always gives the same text.
    public static String write(Design design) {
        Json.Obj document = Json.Obj.empty();
        document.put(VERSION, Json.number(String.valueOf(Upgrade.CURRENT)));
        new DesignWriter(new KeptValues(design.unknown()))
                .write(Design.FIELDS, design, "")
                .members()
                .forEach((key, member) -> document.put(key, member.value()));
        return JsonPrinter.pretty(document);
    }

    static Reading.Refused tooLarge(long bytes) {
        return new Refusal(
                        "",
                        Json.Mark.NOWHERE,
                        "The file has " + (bytes >> 20) + " MiB and a design may have " + (MAX_BYTES >> 20)
                                + " MiB: split it.")
                .refused();
    }

    private static Reading open(Json json) throws Refusal {
        if (!(json instanceof Json.Obj document)) {
            throw new Refusal("", json.mark(), "A design is a JSON object, not " + json.shown() + ".");
        }
        var keep = new Keep();
        Json.Obj current = Upgrade.from(version(document, keep), document);
        var members = new LinkedHashMap<>(current.members());
        members.remove(VERSION);
        Place root = Place.root();
        Design design = new DesignReader(keep)
                .read(Design.FIELDS, Design.EMPTY, new Json.Obj(members, document.mark()), root)
                .orElseThrow(() -> new IllegalStateException("a design has no required keys"));
        return new Reading.Opened(design.withUnknown(keep.unknown()), keep.problems());
    }

    /// A missing or senseless version counts as the first.
    private static int version(Json.Obj document, Keep keep) throws Refusal {
        Json json = document.get(VERSION);
        if (json == null) {
            keep.problem(
                    Place.root(),
                    document.mark(),
                    "The document has no \"vethscope\": 1 and is read as version 1: add it.");
            return 1;
        }
        Optional<Long> version = json instanceof Json.Num(var text, var _) ? Scalars.whole(text) : Optional.empty();
        if (version.isEmpty() || version.get() < 1) {
            keep.problem(
                    Place.root().child(VERSION),
                    json.mark(),
                    "The format version is " + json.shown() + " and the document is read as version 1: write 1.");
            return 1;
        }
        if (version.get() > Upgrade.CURRENT) {
            throw new Refusal(
                    "/" + VERSION,
                    json.mark(),
                    "The file has format version " + version.get() + " and this Vethscope reads up to "
                            + Upgrade.CURRENT + ": open it with a newer Vethscope.");
        }
        return version.get().intValue();
    }
}
