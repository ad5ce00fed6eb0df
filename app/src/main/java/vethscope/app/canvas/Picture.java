package vethscope.app.canvas;

import java.util.Locale;
import java.util.Optional;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;
import vethscope.app.paint.Traffic;
import vethscope.app.play.Lines;
import vethscope.app.play.Moment;
import vethscope.app.play.PlayerView;
import vethscope.app.play.Story;
import vethscope.app.play.Timeline;
import vethscope.app.scene.Scene;
import vethscope.app.session.Document;
import vethscope.app.session.Session;
import vethscope.model.Design;
import vethscope.model.edit.Edit;

/// What is to be drawn: the scene of the drawing, and the packet's way over it.
final class Picture implements PlayerView.Stage {

    /// A drawing with more elements than this is laid out away from the window's thread.
    private static final int LARGE = 60;

    private final Session session;
    private final Locale locale;
    private final Runnable changed;
    private Scene scene = Scene.of(Design.EMPTY);
    private @Nullable Design wanted;
    private @Nullable Edit previewed;
    private Surface.@Nullable Ghost ghost;
    private Lines.Grain grain = Lines.Grain.STAGES;
    private @Nullable Story story;
    private @Nullable Moment travelling;

    /// @param changed called when it must be drawn anew
    Picture(Session session, Locale locale, Runnable changed) {
        this.session = session;
        this.locale = locale;
        this.changed = changed;
    }

    Scene scene() {
        return scene;
    }

    /// Lays the drawing out; a large one stays as it was until that is done.
    void redesign() {
        Design design = session.document().map(Document::design).orElse(Design.EMPTY);
        wanted = design;
        if (design.topology().elements().size() <= LARGE) {
            show(Scene.of(design));
            return;
        }
        session.working(1);
        Thread.ofVirtual().start(() -> {
            Scene made = Scene.of(design);
            Platform.runLater(() -> {
                session.working(-1);
                if (wanted == design) {
                    show(made);
                }
            });
        });
    }

    /// What an edit would make of the drawing, laid out away from the window's thread.
    void preview(@Nullable Edit edit, String title) {
        Design design = session.document().map(Document::design).orElse(Design.EMPTY);
        previewed = edit;
        ghost = null;
        changed.run();
        if (edit != null) {
            Thread.ofVirtual().start(() -> {
                Scene then = Scene.of(edit.apply(design));
                Platform.runLater(() -> {
                    if (previewed == edit) {
                        ghost = new Surface.Ghost(then, title);
                        changed.run();
                    }
                });
            });
        }
    }

    Optional<Surface.Ghost> ghost() {
        return Optional.ofNullable(ghost);
    }

    private void show(Scene made) {
        scene = made;
        changed.run();
    }

    @Override
    public void grain(Lines.Grain chosen) {
        grain = chosen;
        changed.run();
    }

    @Override
    public Optional<Timeline> timeline(double dwell) {
        return story().map(s -> s.timeline(dwell));
    }

    @Override
    public void show(@Nullable Moment moment) {
        travelling = moment;
        changed.run();
    }

    /// The packet's way as the cursor stands, or as it travels.
    Traffic traffic() {
        int step = session.document().map(d -> d.simulation().step()).orElse(0);
        Moment moment = travelling;
        return story().flatMap(s -> moment != null && s.travels() ? s.at(moment) : Optional.of(s.at(step)))
                .orElse(Traffic.NONE);
    }

    private Optional<Story> story() {
        story = session.document()
                .flatMap(d -> d.simulation().trace())
                .map(trace -> Story.of(story, scene, trace, grain, locale))
                .orElse(null);
        return Optional.ofNullable(story);
    }
}
