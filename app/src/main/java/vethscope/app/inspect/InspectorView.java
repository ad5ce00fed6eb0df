package vethscope.app.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import vethscope.app.scene.Plugs;
import vethscope.app.session.Document;
import vethscope.app.session.Session;
import vethscope.app.session.Topic;
import vethscope.app.widget.Facts;
import vethscope.app.widget.Glyph;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Scrolling;
import vethscope.app.widget.Texts;
import vethscope.engine.finding.Finding;
import vethscope.engine.network.Route;
import vethscope.model.Id;
import vethscope.model.Link;
import vethscope.model.edit.Generate;
import vethscope.model.element.Bridge;
import vethscope.model.element.Element;
import vethscope.model.element.Field;
import vethscope.model.element.Kinds;
import vethscope.model.element.Pod;

/// The selected element as a form; each field commits on Enter or when it is left, as one step of undo.
public final class InspectorView extends VBox {

    private static final double NARROW = 300;
    private static final PseudoClass NARROW_CLASS = PseudoClass.getPseudoClass("narrow");

    private final Session session;
    private final Texts texts;
    private final Glyph glyphs;
    private final Node more;
    private final VBox sections = new VBox();
    private final VBox head = new VBox();
    private final Map<String, Boolean> opened = new HashMap<>();
    private @Nullable Id shown;

    /// @param more what else can be done with the element
    public InspectorView(Session session, Texts texts, Glyph glyphs, Node more) {
        this.session = session;
        this.more = more;
        this.texts = texts;
        this.glyphs = glyphs;
        setId("inspector");
        var scroll = new ScrollPane(sections);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        Scrolling.inMargin(scroll);
        widthProperty()
                .addListener((_, _, width) -> pseudoClassStateChanged(NARROW_CLASS, width.doubleValue() < NARROW));
        getChildren().addAll(head, scroll);
        session.on(Set.of(Topic.SELECTION, Topic.DESIGN, Topic.NETWORK, Topic.TABS), this::fill);
        fill();
    }

    private void fill() {
        Optional<Document> document = session.document();
        Optional<Element> single = document.flatMap(Document::single);
        Id focused = single.map(Element::id).orElse(null);
        String place = focused != null && focused.equals(shown) ? Focus.of(this) : null;
        shown = focused;
        Optional<Link> link = document.flatMap(Document::link);
        if (link.isPresent()) {
            head.getChildren().setAll(LinkForm.head(document.get().design(), link.get(), texts));
            sections.getChildren().setAll(LinkForm.body(session, link.get(), texts, opened("link", true)));
        } else if (single.isPresent()) {
            head.getChildren().setAll(head(document.get(), single.get()));
            sections.getChildren().setAll(form(document.get(), single.get()));
        } else {
            overview(document);
        }
        if (place != null) {
            Focus.to(this, place);
        }
    }

    private void overview(Optional<Document> document) {
        int count = document.map(d -> d.selected().size()).orElse(0);
        head.getChildren().clear();
        sections.getChildren()
                .setAll(Parts.label(
                        count > 1 ? texts.get("inspector.several", count) : texts.get("inspector.nothing"),
                        "empty-note"));
    }

    private HBox head(Document document, Element element) {
        String kind = texts.get("kind." + Kinds.of(element).name());
        Optional<String> in =
                element.in().flatMap(document.design().topology()::find).map(Facts::name);
        var title = Parts.label(Facts.name(element), "inspector-title");
        var sub = Parts.label(
                in.map(name -> texts.get("inspector.in", kind, name)).orElse(kind), "small", "muted");
        var words = new VBox(1, title, sub);
        words.setAlignment(Pos.CENTER_LEFT);
        words.setMinWidth(0);
        return Parts.row("inspector-head", glyphs.node(Kinds.of(element).name(), 28), words, Parts.spring(), more);
    }

    private <E extends Element> List<Node> form(Document document, E element) {
        var nodes = new ArrayList<Node>();
        var effective = new Effective(document.simulation().network(), element);
        var target =
                new Target<>(session, element.id(), Kinds.of(element).fields().type());
        Plan.of(element)
                .forEach(
                        (section, fields) -> nodes.add(section(document, section, fields, element, effective, target)));
        nodes.add(problems(document, element));
        nodes.add(new Section(
                texts.get("section.source"),
                null,
                opened("source", false),
                () -> new SourceEditor(session, texts, element)));
        return nodes;
    }

    private <E extends Element> Section section(
            Document document,
            Plan.Section section,
            List<Field<E, ?>> fields,
            E element,
            Effective effective,
            Target<E> target) {
        String count = switch (section) {
            case CONTAINERS -> String.valueOf(count(fields, element));
            case ROUTES -> String.valueOf(effective.routes().size());
            case IDENTITY, ADDRESSES, RULES, MORE -> null;
        };
        return new Section(texts.get(section.key()), count, opened(section.name(), section.open()), () -> {
            var rows = new VBox();
            if (section == Plan.Section.ROUTES) {
                for (Route route : effective.routes()) {
                    Label line = Parts.label(route.toString(), "mono-table", "fact-line");
                    line.setWrapText(true);
                    line.setMinHeight(Region.USE_PREF_SIZE);
                    rows.getChildren().add(line);
                }
            }
            var form = new Form<>(texts, target, effective::value, generates(document, element, fields));
            fields.forEach(field -> rows.getChildren().addAll(form.rows(field, element)));
            if (section == Plan.Section.ADDRESSES) {
                bridge(document, element).ifPresent(rows.getChildren()::add);
            }
            return rows;
        });
    }

    /// The bridge that a pod is plugged into; a click goes there.
    private Optional<Node> bridge(Document document, Element element) {
        return element instanceof Pod
                ? document.design().topology().links().stream()
                        .flatMap(link -> Stream.of(link.from(), link.to())
                                .filter(end -> link.from().element().equals(element.id())
                                        || link.to().element().equals(element.id()))
                                .filter(end -> !end.element().equals(element.id())))
                        .flatMap(end -> document.design().topology().find(end.element(), Bridge.class).stream()
                                .map(bridge -> bridge(bridge, end, element)))
                        .findFirst()
                : Optional.empty();
    }

    private Node bridge(Bridge bridge, Link.End port, Element pod) {
        String name = port.port() == null ? Plugs.vethName(pod.id()) : port.port();
        var go = new Button();
        go.setId("field-bridge");
        go.getStyleClass().setAll("button", "input", "fact-button");
        go.setGraphic(Parts.row(
                "fact-button-words",
                glyphs.node("bridge", 16),
                Parts.label(Facts.name(bridge), "form"),
                Parts.label(name, "mono-small", "muted")));
        go.setMaxWidth(Double.MAX_VALUE);
        go.setAccessibleText(texts.get("kind.bridge") + " " + Facts.name(bridge) + " " + name);
        go.setOnAction(_ -> session.select(List.of(bridge.id())));
        HBox.setHgrow(go, Priority.ALWAYS);
        return Parts.row("form-row", Parts.label(texts.get("kind.bridge"), "form-label"), go);
    }

    /// What could be generated anew and would become something else.
    private static <E extends Element> Set<String> generates(Document document, E element, List<Field<E, ?>> fields) {
        return fields.stream()
                .map(Field::key)
                .filter(key -> !element.head().auto().contains(key))
                .filter(key -> Generate.again(document.design(), element, key).isPresent())
                .collect(java.util.stream.Collectors.toSet());
    }

    private static <E> int count(List<Field<E, ?>> fields, E element) {
        return fields.stream()
                .mapToInt(f -> f.of(element) instanceof List<?> list ? list.size() : 0)
                .sum();
    }

    private Section problems(Document document, Element element) {
        List<Finding> findings = document.simulation().findings().stream()
                .filter(f -> element.id().equals(f.where()))
                .toList();
        return new Section(
                texts.get("section.problems"),
                String.valueOf(findings.size()),
                opened("PROBLEMS", !findings.isEmpty()),
                () -> {
                    var rows = new VBox(8);
                    for (Finding finding : findings) {
                        var sentence = Parts.label(texts.of(finding.message()), "form");
                        sentence.setWrapText(true);
                        var mark = Parts.label("", finding.severity() == Finding.Severity.ERROR ? "error" : "warning");
                        mark.setGraphic(
                                (finding.severity() == Finding.Severity.ERROR ? Icon.ERROR : Icon.WARNING).node(14));
                        mark.setMinWidth(16);
                        var row = new HBox(6, mark, sentence);
                        rows.getChildren().add(row);
                        finding.fixes().stream()
                                .limit(2)
                                .forEach(fix -> rows.getChildren()
                                        .add(Parts.link(texts.of(fix.title()), () -> session.edit(fix.edit()))));
                    }
                    if (findings.isEmpty()) {
                        rows.getChildren().add(Parts.label(texts.get("problems.none"), "form", "muted"));
                    }
                    return rows;
                });
    }

    private Section.Memory opened(String key, boolean byDefault) {
        return new Section.Memory() {
            @Override
            public boolean open() {
                return opened.getOrDefault(key, byDefault);
            }

            @Override
            public void keep(boolean open) {
                opened.put(key, open);
            }
        };
    }
}
