package vethscope.app.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import vethscope.app.session.Document;
import vethscope.app.session.Notice;
import vethscope.app.session.Origin;
import vethscope.app.session.Session;
import vethscope.app.widget.Texts;
import vethscope.model.Design;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;
import vethscope.model.codec.VethFile;
import vethscope.samples.Sample;

/// Opens, saves and closes drawings. What goes wrong is told in the banner, in one sentence.
final class Drawings {

    private final Session session;
    private final Desk desk;
    private final Supplier<Texts> texts;
    private final Supplier<Overlay> overlay;
    private int fresh;

    Drawings(Session session, Desk desk, Supplier<Texts> texts, Supplier<Overlay> overlay) {
        this.session = session;
        this.desk = desk;
        this.texts = texts;
        this.overlay = overlay;
    }

    void create() {
        String name = texts.get().get("drawing.untitled", ++fresh);
        session.open(new Origin(null, name, Design.EMPTY), List.of());
    }

    void open() {
        desk.picker().toOpen().ifPresent(this::open);
    }

    /// Shows the file; one that is open already only comes to the front.
    void open(Path file) {
        Optional<Document> already = session.documents().stream()
                .filter(d -> d.origin().path().filter(p -> same(p, file)).isPresent())
                .findFirst();
        if (already.isPresent()) {
            session.show(already.get());
            return;
        }
        try {
            read(VethFile.load(file), file, String.valueOf(file.getFileName()));
        } catch (NoSuchFileException e) {
            session.tell(Notice.error("open.missing", file));
        } catch (AccessDeniedException e) {
            session.tell(Notice.error("open.denied", file));
        } catch (IOException e) {
            session.tell(Notice.error("open.failed", file, reason(e)));
        }
    }

    void open(Sample sample) {
        String title = sample.story(texts.get().locale().getLanguage()).title();
        try (InputStream in = sample.openDesign()) {
            read(Veth.read(in.readAllBytes()), null, title);
        } catch (IOException e) {
            session.tell(Notice.error("open.failed", title, reason(e)));
        }
    }

    private void read(Reading reading, @org.jspecify.annotations.Nullable Path file, String name) {
        switch (reading) {
            case Reading.Refused(var problem) -> session.tell(Notice.error("open.refused", name, problem.message()));
            case Reading.Opened(var design, var problems) -> {
                session.open(new Origin(file, name, design), problems);
                if (file != null) {
                    desk.places().opened(file);
                }
                if (!problems.isEmpty()) {
                    session.tell(Notice.warning("open.problems", problems.size()));
                }
            }
        }
    }

    boolean save() {
        return session.document()
                .map(d -> d.origin().path().map(p -> write(d, p)).orElseGet(() -> saveAs(d)))
                .orElse(false);
    }

    boolean saveAs() {
        return session.document().map(this::saveAs).orElse(false);
    }

    private boolean saveAs(Document document) {
        String name = document.origin()
                .path()
                .map(p -> String.valueOf(p.getFileName()))
                .orElse(fileName(document.title()));
        return desk.picker().toSave(name).map(p -> write(document, p)).orElse(false);
    }

    private boolean write(Document document, Path file) {
        Design design = document.design();
        try {
            VethFile.save(file, design);
        } catch (AccessDeniedException e) {
            session.tell(Notice.error("save.denied", file));
            return false;
        } catch (IOException e) {
            session.tell(Notice.error("save.failed", file, reason(e)));
            return false;
        }
        session.saved(document, new Origin(file, document.title(), design, LocalTime.now(ZoneId.systemDefault())));
        desk.places().opened(file);
        return true;
    }

    /// Closes the drawing; asks first where something would be lost.
    void close(Document document) {
        if (!document.modified()) {
            session.close(document);
            return;
        }
        session.show(document);
        question(document, () -> session.document().ifPresent(session::close), () -> {});
    }

    /// Asks about each modified drawing in turn, then lets the window go.
    void leave(Runnable go) {
        Optional<Document> modified =
                session.documents().stream().filter(Document::modified).findFirst();
        if (modified.isEmpty()) {
            go.run();
            return;
        }
        session.show(modified.get());
        question(
                modified.get(),
                () -> {
                    session.document().ifPresent(session::close);
                    leave(go);
                },
                () -> {});
    }

    private void question(Document document, Runnable gone, Runnable stay) {
        Texts t = texts.get();
        overlay.get()
                .ask(
                        t.get("unsaved.title", document.title()),
                        t.get("unsaved.text"),
                        List.of(
                                new Overlay.Choice("unsaved-discard", t.get("unsaved.discard"), false, gone),
                                new Overlay.Choice("unsaved-cancel", t.get("unsaved.cancel"), false, stay),
                                new Overlay.Choice("unsaved-save", t.get("unsaved.save"), true, () -> {
                                    if (save()) {
                                        gone.run();
                                    }
                                })));
    }

    private static boolean same(Path a, Path b) {
        try {
            return Files.isSameFile(a, b);
        } catch (IOException e) {
            return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
        }
    }

    private static String fileName(String title) {
        String name = title.strip().replaceAll("[\\\\/:*?\"<>|\\s]+", "-").toLowerCase(java.util.Locale.ROOT);
        return (name.isEmpty() ? "drawing" : name) + ".veth";
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
