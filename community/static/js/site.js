// Small helps that every page may use. Each looks for its own data- attribute; without scripts all pages still work.

import { closeMenus } from "./menu.js";
import { addPasswordToggles } from "./password.js";
import { addLocalTimes } from "./local_time.js";
import { guardForms } from "./guard.js";
import { addCopyLinks } from "./copy_link.js";
import { submitOnce } from "./submit_once.js";
import { focusErrors } from "./focus.js";
import { keepUnreadCurrent } from "./unread.js";
import { searchWhileTyping } from "./search.js";

closeMenus();
addPasswordToggles();
addLocalTimes();
guardForms();
addCopyLinks();
submitOnce();
focusErrors();
keepUnreadCurrent();
searchWhileTyping();
