// Progressive enhancement only: every page works without these modules.
import "./theme.js";
import "./dialogs.js";
import "./toasts.js";
import "./problems.js";
import "./unchanged.js"; // before the list chooses its current item
import "./list.js";
import "./pick.js";
import "./keys.js";
import "./palette.js";
import "./signed_in.js";
import "./counter.js";
import "./token.js";
import "./draft.js";
import "./markdown_tools.js";
import "./suggest.js";
import "./beside.js";
import "./autosubmit.js";
import "./sections.js";
import "./marks.js";
import "./threshold.js";
import "./selection.js";
import "./reveal.js";
import "./passkeys.js";
import "./from_bookmark.js";
