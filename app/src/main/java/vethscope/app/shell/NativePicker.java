package vethscope.app.shell;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import vethscope.app.widget.Texts;

/// The platform's own file dialogs.
///
/// @param folder where they open
record NativePicker(Stage stage, Supplier<Texts> texts, Supplier<Optional<Path>> folder) implements Desk.FilePicker {

    @Override
    public Optional<Path> toOpen() {
        return Optional.ofNullable(chooser("open").showOpenDialog(stage)).map(File::toPath);
    }

    @Override
    public Optional<Path> toSave(String name) {
        FileChooser chooser = chooser("save");
        chooser.setInitialFileName(name);
        return Optional.ofNullable(chooser.showSaveDialog(stage))
                .map(File::toPath)
                .map(NativePicker::named);
    }

    private FileChooser chooser(String what) {
        var chooser = new FileChooser();
        chooser.setTitle(texts.get().get("picker." + what));
        chooser.getExtensionFilters()
                .add(new FileChooser.ExtensionFilter(texts.get().get("picker.veth"), "*.veth"));
        folder.get().map(Path::toFile).ifPresent(chooser::setInitialDirectory);
        return chooser;
    }

    private static Path named(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.contains(".") ? path : path.resolveSibling(name + ".veth");
    }
}
