import { fileStore } from "@veilkit/store/file";
import { freshPath } from "./folder.ts";
import { conforms } from "./helpers.ts";

conforms("the file store", () => {
	const path = freshPath();
	return () => fileStore(path);
});
