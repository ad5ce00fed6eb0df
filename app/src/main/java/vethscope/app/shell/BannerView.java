package vethscope.app.shell;

import java.util.Locale;
import javafx.scene.layout.HBox;
import vethscope.app.session.Notice;
import vethscope.app.session.Session;
import vethscope.app.session.Topic;
import vethscope.app.widget.Icon;
import vethscope.app.widget.Parts;
import vethscope.app.widget.Texts;

/// One sentence across the window, until it is dismissed or another drawing is shown.
final class BannerView extends HBox {

    private final Session session;
    private final Texts texts;

    BannerView(Session session, Texts texts) {
        this.session = session;
        this.texts = texts;
        setId("banner");
        session.on(Topic.NOTICE, this::fill);
        fill();
    }

    private void fill() {
        var notice = session.notice();
        setVisible(notice.isPresent());
        setManaged(notice.isPresent());
        notice.ifPresent(this::show);
    }

    private void show(Notice notice) {
        getStyleClass().setAll("banner", notice.level().name().toLowerCase(Locale.ROOT));
        String sentence = texts.get("notice." + notice.key(), notice.arguments().toArray());
        var text = Parts.label(sentence);
        text.setId("banner-text");
        text.setWrapText(true);
        HBox.setHgrow(text, javafx.scene.layout.Priority.ALWAYS);
        text.setMaxWidth(Double.MAX_VALUE);
        Icon icon = notice.level() == Notice.Level.INFO
                ? Icon.INFO
                : notice.level() == Notice.Level.ERROR ? Icon.ERROR : Icon.WARNING;
        getChildren()
                .setAll(
                        icon.node(),
                        text,
                        Parts.button(Icon.CLOSE, null, texts.get("banner.dismiss"), () -> session.tell(null)));
        setAccessibleText(sentence);
    }
}
