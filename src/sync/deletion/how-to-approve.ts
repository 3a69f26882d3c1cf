import { annotations } from "../../api/index.ts";

/** What ends the wait for a person. */
export const howToApprove = `agree with "sillage app confirm-deletion", or annotate the Application with ${annotations.deletionApproved} and the present time`;
