package vethscope.app.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Group;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.shape.SVGPath;
import vethscope.app.paint.Theme;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Segments;
import vethscope.app.widget.Texts;
import vethscope.model.Design;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;
import vethscope.model.codec.VethFile;
import vethscope.samples.Sample;
import vethscope.samples.Samples;

/// The first page: start something, go on with something, or open a sample.
final class WelcomeView extends HBox {

    private static final int RECENT = 4;
    private static final int SAMPLES = 8;
    /// As many fill the page of somebody who opened nothing yet.
    private static final int SAMPLES_ALONE = 12;

    private final Window window;
    private final Actions actions;
    private final Texts texts;
    private final Theme theme;
    private final VBox right = new VBox();
    private boolean allRecent;
    private boolean allSamples;

    WelcomeView(Window window, Actions actions, Theme theme) {
        this.window = window;
        this.actions = actions;
        this.texts = window.texts();
        this.theme = theme;
        setId("welcome");
        getStyleClass().add("welcome");
        right.getStyleClass().add("welcome-right");
        var scroll = new ScrollPane(right);
        scroll.setFitToWidth(true);
        HBox.setHgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(left(), scroll);
    }

    /// Looks again at what was opened lately.
    void refresh() {
        right.getChildren().clear();
        List<Path> recent = window.desk().places().recent();
        if (!recent.isEmpty()) {
            var cards = new CardGrid();
            VBox.setMargin(cards, new Insets(0, 0, 40, 0));
            HBox heading = heading(Parts.label(texts.get("welcome.recent"), "gallery-title"));
            fill(cards, heading, recent, RECENT, allRecent, this::card, () -> allRecent = true, "welcome.all-recent");
            right.getChildren().addAll(heading, cards);
        }
        HBox heading = heading(
                Parts.label(texts.get("welcome.samples"), "gallery-title"),
                Parts.label(texts.get("welcome.samples.line"), "muted", "form"));
        var cards = new CardGrid();
        fill(
                cards,
                heading,
                Samples.all(),
                recent.isEmpty() ? SAMPLES_ALONE : SAMPLES,
                allSamples,
                this::card,
                () -> allSamples = true,
                "welcome.all-samples");
        right.getChildren().addAll(heading, cards);
    }

    private static HBox heading(Label... words) {
        var heading = new HBox(12, words);
        heading.getChildren().add(Parts.spring());
        heading.setAlignment(Pos.BASELINE_LEFT);
        return heading;
    }

    /// The first few, and a link to the rest.
    private <T> void fill(
            CardGrid cards,
            HBox heading,
            List<T> things,
            int few,
            boolean all,
            Function<T, Button> card,
            Runnable more,
            String key) {
        things.stream()
                .limit(all ? things.size() : few)
                .forEach(thing -> cards.getChildren().add(card.apply(thing)));
        if (!all && things.size() > few) {
            var link = Parts.link(texts.get(key, things.size()), () -> {
                more.run();
                refresh();
            });
            link.setId(key.replace('.', '-'));
            heading.getChildren().add(link);
        }
    }

    private VBox left() {
        var name = Parts.label("Vethscope", "welcome-name");
        VBox.setMargin(name, new Insets(16, 0, 8, 0));
        var line = Parts.label(texts.get("welcome.line"), "welcome-line");
        var start = new VBox(8, big("new", true), big("open", false));
        VBox.setMargin(start, new Insets(32, 0, 40, 0));
        var learn = Parts.label(texts.get("welcome.learn"), "muted", "form", "semibold");
        VBox.setMargin(learn, new Insets(0, 0, 4, 0));
        var drop = Parts.label(texts.get("welcome.drop"), "muted", "form");
        drop.setWrapText(true);
        drop.setMinHeight(Region.USE_PREF_SIZE);
        VBox.setMargin(drop, new Insets(0, 0, 16, 0));
        var spring = new Region();
        VBox.setVgrow(spring, Priority.ALWAYS);
        var languages = new java.util.LinkedHashMap<String, String>();
        languages.put("en", "English");
        languages.put("zh", "简体中文");
        var language =
                new Segments<>(languages, texts.locale().getLanguage(), code -> window.set(s -> s.withLanguage(code)));
        language.setId("welcome-language");
        language.setMaxWidth(Region.USE_PREF_SIZE);
        var left = new VBox(
                logo(),
                name,
                line,
                start,
                learn,
                learn("keys", Icon.TABLES),
                learn("commands", Icon.SEARCH),
                spring,
                drop,
                language);
        left.getStyleClass().add("welcome-left");
        return left;
    }

    private static Group logo() {
        var logo = new Group();
        var plate = new javafx.scene.shape.Rectangle(48, 48);
        plate.setArcWidth(24);
        plate.setArcHeight(24);
        plate.getStyleClass().add("logo-plate");
        var cable = new SVGPath();
        cable.setContent("M12 34C26 34 22 14 36 14");
        cable.getStyleClass().add("logo-line");
        var a = new javafx.scene.shape.Circle(11, 34, 4);
        a.getStyleClass().add("logo-end");
        var b = new javafx.scene.shape.Circle(37, 14, 4);
        b.getStyleClass().add("logo-end");
        var packet = new javafx.scene.shape.Rectangle(17.5, 19.5, 13, 9);
        packet.setArcWidth(4);
        packet.setArcHeight(4);
        packet.getStyleClass().add("logo-packet");
        logo.getChildren().addAll(plate, cable, a, b, packet);
        return logo;
    }

    private Button big(String id, boolean primary) {
        Action action = actions.get(id);
        var content = new HBox(
                12,
                java.util.Objects.requireNonNull(action.icon()).node(),
                new Label(texts.get("welcome." + id)),
                Parts.spring(),
                Parts.label(action.keyText(), "key-hint"));
        content.setAlignment(Pos.CENTER_LEFT);
        var button = new Button();
        button.setId("welcome-" + id);
        button.getStyleClass().setAll("button", "big-button");
        if (primary) {
            button.getStyleClass().add("primary");
        }
        content.prefWidthProperty().bind(button.widthProperty().subtract(28));
        button.setGraphic(content);
        button.setMaxWidth(Double.MAX_VALUE);
        button.setAccessibleText(texts.get("welcome." + id));
        button.setOnAction(_ -> action.perform());
        return button;
    }

    private javafx.scene.control.Hyperlink learn(String id, Icon icon) {
        Action action = actions.get(id);
        var link = Parts.link(texts.get("welcome." + id), action::perform);
        link.setGraphic(icon.node(14));
        link.setMinHeight(32);
        link.setStyle("-fx-font-size: 13px;");
        return link;
    }

    /// Called as the drawing is, and by its file until that was read.
    private Button card(Path file) {
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.veth$", "");
        var card = Card.of(
                name,
                when(file),
                theme,
                read(() -> VethFile.load(file)),
                true,
                () -> window.drawings().open(file));
        card.setId("recent-" + name);
        Parts.tip(card, file.toString());
        return card;
    }

    private Button card(Sample sample) {
        Sample.Story own = sample.story(texts.locale().getLanguage());
        Sample.Story other = sample.story(texts.chinese() ? "en" : "zh");
        var card = Card.of(
                own.title(),
                other.title(),
                theme,
                read(() -> {
                    try (InputStream in = sample.openDesign()) {
                        return Veth.read(in.readAllBytes());
                    }
                }),
                false,
                () -> window.drawings().open(sample));
        card.setId("sample-" + sample.id());
        Parts.tip(card, own.summary());
        return card;
    }

    private interface Load {
        Reading load() throws IOException;
    }

    private static Supplier<Optional<Design>> read(Load load) {
        return () -> {
            try {
                return load.load() instanceof Reading.Opened(var design, var problems)
                        ? Optional.of(design)
                        : Optional.empty();
            } catch (IOException e) {
                return Optional.empty();
            }
        };
    }

    private String when(Path file) {
        try {
            LocalDateTime time =
                    LocalDateTime.ofInstant(Files.getLastModifiedTime(file).toInstant(), ZoneId.systemDefault());
            LocalDate today = LocalDate.now(ZoneId.systemDefault());
            if (time.toLocalDate().equals(today)) {
                return texts.get(
                        "welcome.today", DateTimeFormatter.ofPattern("HH:mm").format(time));
            }
            if (time.toLocalDate().equals(today.minusDays(1))) {
                return texts.get("welcome.yesterday");
            }
            return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                    .withLocale(texts.locale())
                    .format(time);
        } catch (IOException e) {
            return "";
        }
    }
}
